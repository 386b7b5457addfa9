package app.trackx.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FilterClientTest {
  private static final String ENDPOINT = "http://127.0.0.1:9/v1/abcdefghij1";
  private static final String OTHER = "http://127.0.0.1:9/v1/abcdefghij2";

  @AfterEach
  void close() {
    TrackX.close();
  }

  @Test
  void withoutASetup_itsClientIsTheProcessWideOne_untilItIsClosed() {
    FilterClient filter = open(ENDPOINT);
    assertThat(filter.current()).isNotNull().isSameAs(TrackX.client());
    assertThat(filter.isOwn(TrackX.client())).isTrue();

    filter.close();
    assertThat(TrackX.client().isEnabled()).isFalse();
    assertThat(filter.current()).isNull();
  }

  @Test
  void uncaughtErrors_areLeftAlone() {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    open(ENDPOINT);
    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(before);
  }

  @Test
  void setupOfTheSameProject_isUsed_andLeftOpen() {
    TrackXClient shared = setup(ENDPOINT);
    FilterClient filter = open(ENDPOINT);
    assertThat(filter.current()).isSameAs(shared);
    assertThat(filter.isOwn(shared)).isFalse();

    filter.close();
    assertThat(shared.isEnabled()).isTrue();
  }

  @Test
  void setupOfAnotherProject_isLeftAlone() {
    TrackXClient shared = setup(OTHER);
    FilterClient filter = open(ENDPOINT);
    TrackXClient own = filter.current();
    assertThat(own).isNotNull().isNotSameAs(shared);
    assertThat(filter.current()).isSameAs(own);

    filter.close();
    assertThat(shared.isEnabled()).isTrue();
    assertThat(own.isEnabled()).isFalse();
  }

  @Test
  void setupThatComesLater_isUsed_ifItIsTheSameProject() {
    FilterClient filter = open(ENDPOINT);
    TrackXClient shared = setup(ENDPOINT);
    assertThat(filter.current()).isSameAs(shared);
  }

  @Test
  void setupOfAnotherProjectThatComesLater_closesTheFirst_andAnotherIsOpened() {
    FilterClient filter = open(ENDPOINT);
    TrackXClient first = filter.current();
    TrackXClient shared = setup(OTHER);

    TrackXClient second = filter.current();
    assertThat(second).isNotNull().isNotSameAs(first).isNotSameAs(shared);
    assertThat(second.isEnabled()).isTrue();
    filter.close();
    assertThat(second.isEnabled()).isFalse();
    assertThat(shared.isEnabled()).isTrue();
  }

  @Test
  void processWideOneThatIsClosed_anotherIsOpened() {
    TrackXClient shared = setup(ENDPOINT);
    FilterClient filter = open(ENDPOINT);
    assertThat(filter.current()).isSameAs(shared);

    TrackX.close();
    assertThat(filter.current()).isNotNull().isNotSameAs(shared);
    filter.close();
  }

  @Test
  void twoFilters_ofOneEndpoint_shareAClient_andTheSecondOutlivesTheFirst() {
    FilterClient first = open(ENDPOINT);
    FilterClient second = open(ENDPOINT);
    assertThat(second.current()).isSameAs(first.current());

    first.close();
    assertThat(second.current()).isNotNull();
    assertThat(second.current().isEnabled()).isTrue();
    second.close();
    assertThat(second.current()).isNull();
  }

  @Test
  void withoutEndpoint_usesAnyClient() {
    FilterClient filter = FilterClient.of(null);
    assertThat(filter.current()).isNull();

    TrackXClient shared = setup(OTHER);
    assertThat(filter.current()).isSameAs(shared);
    filter.close();
    assertThat(shared.isEnabled()).isTrue();
  }

  private static FilterClient open(String endpoint) {
    return FilterClient.open(endpoint, TrackXClient.builder(endpoint));
  }

  private static TrackXClient setup(String endpoint) {
    return TrackX.setup(TrackXClient.builder(endpoint).captureUncaught(false));
  }
}
