package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrackXTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private final FakeTransport transport = new FakeTransport();

  @AfterEach
  void close() {
    TrackX.close();
    TrackX.meta().clear();
  }

  @Test
  void client_beforeSetup_doesNothing() {
    TrackXClient client = TrackX.client();

    client.sendEvent(new RuntimeException());

    assertThat(client.diagnostics().captured()).isZero();
    assertThat(client.flush(Duration.ZERO)).isTrue();
  }

  @Test
  void setup_malformedEndpoint_throwsAndKeepsTheClientThatIs() {
    TrackXClient client = TrackX.setup(quiet());

    assertThatThrownBy(() -> TrackX.setup("https://host/v1/SECRETKEY01"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/v1/<key>")
        .hasMessageNotContaining("SECRETKEY01");

    assertThat(TrackX.client()).isSameAs(client);
  }

  @Test
  void setup_twice_replacesTheFirstAndStillDeliversWhatItHad() {
    TrackXClient first = TrackX.setup(quiet());
    TrackX.sendEvent(new IllegalStateException("of the first"));

    TrackXClient second = TrackX.setup(quiet());
    TrackX.sendEvent(new IllegalStateException("of the second"));
    first.sendEvent(new IllegalStateException("too late"));

    assertThat(second.flush(PATIENCE)).isTrue();
    assertThat(first.flush(PATIENCE)).isTrue();
    assertThat(transport.bodies()).hasSize(2);
    assertThat(first.diagnostics().dropped()).containsOnlyKeys(DropReason.CLOSED);
  }

  @Test
  void setup_capturesUncaughtByDefault_andGivesTheHandlerBack() {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

    TrackX.setup(TrackXClient.builder(FakeTransport.ENDPOINT).transport(transport));
    TrackX.setup(TrackXClient.builder(FakeTransport.ENDPOINT).transport(transport));
    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isInstanceOf(UncaughtErrors.class);
    TrackX.close();

    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(before);
  }

  @Test
  void builtClient_doesNotCaptureUncaughtByDefault() {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

    try (TrackXClient client = quiet().build()) {
      assertThat(client.meta()).isEmpty();
      assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(before);
    }
  }

  @Test
  void meta_filledBeforeSetup_goesWithEveryEvent() {
    TrackX.meta().put("shard", 7);
    TrackX.setup(quiet());
    TrackX.meta().put("colour", "blue");
    TrackX.setup(quiet());

    TrackX.sendEvent(new RuntimeException("x"));

    assertThat(TrackX.flush(PATIENCE)).isTrue();
    assertThat(transport.bodies().get(0)).contains("\"shard\":7", "\"colour\":\"blue\"");
  }

  @Test
  void setup_withoutArguments_readsSystemProperties() {
    System.setProperty("trackx.endpoint", FakeTransport.ENDPOINT);
    System.setProperty("trackx.release", "1.2.3");
    try {
      TrackXClient client = TrackX.setup();

      assertThat(client.toString()).contains("captured=0").doesNotContain("abcdefghij1");
    } finally {
      System.clearProperty("trackx.endpoint");
      System.clearProperty("trackx.release");
    }
  }

  @Test
  void close_twice_isHarmless_andSetupStartsAgain() {
    TrackX.setup(quiet());
    TrackX.close();
    TrackX.close();
    TrackX.setup(quiet());

    TrackX.sendEvent(new RuntimeException("again"));

    assertThat(TrackX.flush(PATIENCE)).isTrue();
    assertThat(transport.bodies()).hasSize(1);
  }

  private TrackXClient.Builder quiet() {
    return TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .shutdownTimeout(PATIENCE)
        .captureUncaught(false);
  }
}
