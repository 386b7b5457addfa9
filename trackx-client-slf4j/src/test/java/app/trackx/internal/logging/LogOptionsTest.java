package app.trackx.internal.logging;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.local.TrackXLocal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogOptionsTest {
  private final TrackXLocal server = TrackXLocal.start();
  private final List<String> statuses = new ArrayList<>();

  @BeforeEach
  void withoutGrace() {
    Grace.none();
  }

  @AfterEach
  void close() {
    Grace.none();
    TrackX.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "  ", "\"\"", "TRACKX_ENDPOINT_IS_UNDEFINED", "${env:TRACKX}", "${TRACKX}"})
  void variableThatNobodySet_isNoEndpoint_andALineIfItIsThere(String text) {
    LogOptions options = new LogOptions();
    options.endpoint(text);
    LogReporter reporter = options.start(statuses::add);
    TrackXClient shared = TrackX.setup(server.endpoint());
    reporter.report(new FakeLine(null));

    assertThat(statuses)
        .hasSize(text.contains("TRACKX") ? 1 : 0)
        .allMatch(line -> line.startsWith("TrackX: endpoint contains a placeholder"));
    assertThat(shared.diagnostics().captured()).isEqualTo(1);
  }

  @Test
  void restart_warnsAgain() {
    LogOptions options = new LogOptions();
    options.endpoint("${TRACKX}");
    options.start(statuses::add);
    options.start(statuses::add);

    assertThat(statuses).hasSize(2);
  }

  @Test
  void endpointThatIsOff_withAClientGiven_isNotLookedAt() {
    TrackXClient given = TrackXClient.builder(server.endpoint()).build();
    LogOptions options = new LogOptions();
    options.client(given);
    options.endpoint("malformed");
    options.start(statuses::add).report(new FakeLine(null));

    assertThat(statuses).isEmpty();
    assertThat(given.diagnostics().captured()).isEqualTo(1);
    given.close();
  }

  @Test
  void allFaults_areOneLineWithoutTheEndpoint() {
    LogOptions options = new LogOptions();
    options.endpoint("https://h/v1/ABC");
    options.unknownLevel("minimumLevel", "LOUD", "ERROR, WARN", "ERROR");
    options.fault("filter X cannot be loaded");
    options.start(statuses::add);

    assertThat(statuses)
        .singleElement()
        .asString()
        .contains("'LOUD' is not a level (ERROR, WARN); ERROR is used")
        .contains("filter X cannot be loaded")
        .contains("nothing is reported")
        .doesNotContain("ABC");
  }

  @Test
  void sameSettings_shareAClient_whichTheLastCloses() {
    SharedClients.Key key = new SharedClients.Key(server.endpoint(), null, "1", null, null);
    SharedClients first = SharedClients.open(key);
    SharedClients second =
        SharedClients.open(new SharedClients.Key(server.endpoint(), null, "1", null, null));

    assertThat(second.client()).isSameAs(first.client());
    first.release(statuses::add);
    assertThat(second.client().isEnabled()).isTrue();
    second.release(statuses::add);
    assertThat(second.client().isEnabled()).isFalse();
  }

  @Test
  void afterTheLastRelease_aNewClientIsOpened() {
    SharedClients.Key key = new SharedClients.Key(server.endpoint(), null, null, null, null);
    SharedClients first = SharedClients.open(key);
    first.release(statuses::add);
    SharedClients second = SharedClients.open(key);

    assertThat(second.client()).isNotSameAs(first.client());
    assertThat(second.client().isEnabled()).isTrue();
    second.release(statuses::add);
  }

  @Test
  void openedAgainWithinTheGrace_isTheSameClient() {
    Grace.usual();
    SharedClients.Key key = new SharedClients.Key(server.endpoint(), null, null, null, null);
    SharedClients first = SharedClients.open(key);
    first.release(statuses::add);
    SharedClients second = SharedClients.open(key);

    assertThat(second.client()).isSameAs(first.client());
    assertThat(second.client().isEnabled()).isTrue();
    Grace.none();
    second.release(statuses::add);
  }

  @Test
  void release_withAnUnresponsiveServer_returnsAtOnce_andClosesLater() throws Exception {
    Grace.usual();
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String endpoint = "http://127.0.0.1:" + silent.getLocalPort() + "/v1/abcdefghij1";
      SharedClients own =
          SharedClients.open(new SharedClients.Key(endpoint, null, null, null, null));
      own.client().sendEvent(new IllegalStateException());
      long start = System.nanoTime();
      own.release(statuses::add);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
      assertThat(own.client().isEnabled()).isTrue();
      closing().join(Duration.ofSeconds(20).toMillis());
      assertThat(own.client().isEnabled()).isFalse();
      assertThat(statuses).singleElement().asString().contains("Some events were not sent");
    }
  }

  /** Returns the thread that closes a client after its grace period. */
  private static Thread closing() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("trackx-close"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void otherSettings_haveAClientOfTheirOwn() {
    SharedClients first =
        SharedClients.open(new SharedClients.Key(server.endpoint(), null, "1", null, null));
    SharedClients second =
        SharedClients.open(new SharedClients.Key(server.endpoint(), null, "2", null, null));

    assertThat(Set.of(first.client(), second.client())).hasSize(2);
    first.release(statuses::add);
    second.release(statuses::add);
  }

  @Test
  void twoThreadsWithoutAClient_warnOnce() throws InterruptedException {
    List<String> warnings = java.util.Collections.synchronizedList(new ArrayList<>());
    LogReporter reporter = new LogOptions().start(warnings::add);
    CountDownLatch done = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      new Thread(() -> {
            reporter.report(new FakeLine(null));
            done.countDown();
          })
          .start();
    }

    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(warnings).hasSize(1);
  }

  @Test
  void lists_areSplitAtCommas() {
    LogOptions options = new LogOptions();
    options.markers(" A, ,B ");
    options.markers("C");
    LogReporter reporter = options.start(statuses::add);

    assertThat(reporter.looksAtMarkers()).isTrue();
    assertThat(reporter.isMarked(List.of("X", "B"))).isTrue();
    assertThat(reporter.isMarked(List.of("C"))).isTrue();
    assertThat(reporter.isMarked(List.of("", "D"))).isFalse();
  }
}
