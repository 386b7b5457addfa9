package app.trackx.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.EventType;
import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import app.trackx.internal.jvm.TimeSource;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import app.trackx.relay.testing.RawHttp;
import app.trackx.relay.testing.Requests;
import app.trackx.testing.Recording;
import app.trackx.testing.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole relay, with a local server behind it. */
class RelayTest {
  private static final String EVENT = "/v1/" + Requests.KEY + "/event";
  private static final String PING = "/v1/" + Requests.KEY + "/ping";

  @TempDir
  Path directory;

  private TrackXLocal server;
  private @Nullable Relay relay;

  @BeforeEach
  void startServer() {
    server = TrackXLocal.builder().project(Requests.KEY).start();
  }

  @AfterEach
  void stop() {
    if (relay != null) {
      relay.close();
    }
    server.close();
  }

  private Relay start(String... more) throws Exception {
    List<String> flags = new ArrayList<>(List.of(
        "--server",
        "http://127.0.0.1:" + server.port(),
        "--listen",
        "127.0.0.1:0",
        "--data",
        directory.toString(),
        "--trust-proxy"));
    flags.addAll(List.of(more));
    Relay started =
        Relay.start(OptionsReader.read(flags.toArray(new String[0]), Map.of()), TimeSource.SYSTEM);
    relay = started;
    return started;
  }

  private static int send(RawHttp http, String path, int host, String body) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>(RawHttp.client());
    headers.put("X-Real-IP", "10.0." + host / 250 + "." + (1 + host % 250));
    return http.request("POST", path, headers, body).status();
  }

  private static long occurrences(Event event) {
    return event.meta().get("occurrences") instanceof Long count ? count : 1;
  }

  private long occurrences() {
    return server.events().stream().mapToLong(RelayTest::occurrences).sum();
  }

  @Test
  void javaClient_changesOnlyItsHost() throws Exception {
    start();
    String endpoint = "http://127.0.0.1:" + relay.port() + "/v1/" + Requests.KEY;
    try (TrackXClient client = TrackXClient.builder(endpoint)
        .origin(Requests.ORIGIN)
        .rateLimit(RateLimit.none())
        .captureUncaught(false)
        .build()) {
      client.sendEvent(new IllegalStateException("for ann@example.com"));
      client.capture(EventType.TEST).message("a test").send();
      assertThat(client.flush(Duration.ofSeconds(40))).isTrue();
      assertThat(client.diagnostics().sent()).isEqualTo(2);
    }

    assertThat(server.awaitEvents(2, Duration.ofSeconds(40))).isTrue();
    Event error =
        server.events().stream().filter(event -> event.type() == 4).findFirst().orElseThrow();
    assertThat(error.name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(error.message()).isEqualTo("for [email]");
    assertThat(error.frames().get(0).callee()).contains("RelayTest.javaClient_changesOnlyItsHost");
    assertThat(error.os()).isEqualTo(System.getProperty("os.name"));
    assertThat(error.browser()).isNull();
  }

  @Test
  void hundredSources_areHundredSessions_andOneEvent() throws Exception {
    start("--burst", "1000");
    try (RawHttp http = new RawHttp(relay.port())) {
      for (int host = 0; host < 100; host++) {
        assertThat(send(http, PING, host, "")).isEqualTo(200);
        assertThat(send(http, PING, host, "")).isEqualTo(200);
      }
      for (int host = 0; host < 100; host++) {
        assertThat(send(http, EVENT, host, Requests.errorJson(1))).isEqualTo(200);
      }
    }
    assertThat(server.await(now -> now.sessions().size() == 100, Duration.ofSeconds(40)))
        .isTrue();
    relay.close();

    assertThat(server.sessions()).hasSize(100);
    assertThat(server.issues()).hasSize(1);
    assertThat(server.events()).allMatch(event -> event.browser() == null);
    assertThat(relay.metrics().text())
        .contains("forwarded_total{kind=\"ping\",result=\"sent\"} 100");
  }

  @Test
  void browserAndSystemOfASender_areThoseOfTheRealServer() throws Exception {
    start("--burst", "0");
    List<List<String>> recordings = Recording.userAgents().toList();
    try (RawHttp http = new RawHttp(relay.port())) {
      for (int kind = 0; kind < recordings.size(); kind++) {
        Map<String, String> headers =
            RawHttp.clientWith("User-Agent", recordings.get(kind).get(0));
        assertThat(
                http.request("POST", EVENT, headers, Requests.errorJson(kind)).status())
            .isEqualTo(200);
      }
    }
    assertThat(server.awaitEvents(recordings.size(), Duration.ofSeconds(40))).isTrue();

    assertThat(recordings).hasSize(88);
    assertThat(server.events()).hasSize(88);
    Set<String> different = new LinkedHashSet<>();
    for (Event event : server.events()) {
      int kind = Objects.requireNonNull(event.frames().get(0).line()) - 1;
      String agent = recordings.get(kind).get(0);
      List<String> stored = List.of(
          agent,
          Objects.requireNonNullElse(event.browser(), "-"),
          Objects.requireNonNullElse(event.os(), "-"));
      if (!stored.equals(recordings.get(kind))) {
        different.add(agent);
      }
    }
    // made for the recording: what the relay appends is taken for the version of a browser whose
    // name is the end
    assertThat(different)
        .containsExactlyInAnyOrder(
            "Java/17.0 (Linux; amd64) visitor/77metasr", "Java/17.0 (Linux; amd64) visitor/77w3m");
  }

  @Test
  void restart_keepsSessions_andWhatWaits() throws Exception {
    start("--burst", "1");
    try (RawHttp http = new RawHttp(relay.port())) {
      for (int kind = 0; kind < 10; kind++) {
        assertThat(send(http, EVENT, 1, Requests.errorJson(kind))).isEqualTo(200);
        assertThat(send(http, EVENT, 2, Requests.errorJson(kind))).isEqualTo(200);
      }
    }
    assertThat(server.awaitEvents(1, Duration.ofSeconds(40))).isTrue();
    relay.close();

    start("--burst", "1000");
    try (RawHttp http = new RawHttp(relay.port())) {
      assertThat(send(http, PING, 1, "")).isEqualTo(200);
    }
    assertThat(server.awaitEvents(10, Duration.ofSeconds(40))).isTrue();
    assertThat(server.issues()).hasSize(10);
    Waiting.until(
        "the ping", () -> relay.metrics().text().contains("forwarded_total{kind=\"ping\""));
    // all first bodies are of the first host, whose ping after the restart has the same token
    assertThat(server.sessions()).hasSize(1);
    // the second error of the first kind may have been folded into an event that is due in 10 s
    assertThat(occurrences()).isBetween(19L, 20L);
  }

  @Test
  void restarts_sendNoBurstEachTime() throws Exception {
    for (int round = 0; round < 3; round++) {
      start("--burst", "4", "--per-minute", "1");
      try (RawHttp http = new RawHttp(relay.port())) {
        for (int kind = 0; kind < 4; kind++) {
          assertThat(send(http, EVENT, 1, Requests.errorJson(10 * round + kind)))
              .isEqualTo(200);
        }
      }
      if (round == 0) {
        assertThat(server.awaitEvents(4, Duration.ofSeconds(40))).isTrue();
      }
      relay.close();
    }

    assertThat(server.events()).hasSizeBetween(4, 5); // one more if the test took a minute
  }

  @Test
  void unreachableServer_isWaitedFor() throws Exception {
    int port = server.port();
    server.close();
    start("--burst", "1000");
    try (RawHttp http = new RawHttp(relay.port())) {
      for (int host = 0; host < 20; host++) {
        assertThat(send(http, EVENT, host, Requests.errorJson(1))).isEqualTo(200);
      }
    }
    server = TrackXLocal.builder().project(Requests.KEY).port(port).start();

    assertThat(server.awaitEvents(1, Duration.ofSeconds(40))).isTrue();
    Event event = server.events().get(0);
    assertThat(event.meta()).containsEntry("occurrences", 20L).containsEntry("instances", 20L);
  }

  @Test
  void unscrubbed_onlyOnDemand() throws Exception {
    start("--no-scrub");
    try (RawHttp http = new RawHttp(relay.port())) {
      send(http, EVENT, 1, "{\"message\":\"ann@example.com\"}");
    }
    assertThat(server.awaitEvents(1, Duration.ofSeconds(40))).isTrue();
    assertThat(server.events().get(0).message()).isEqualTo("ann@example.com");
  }

  @Test
  void otherProjects_areRefusedIfSomeAreNamed() throws Exception {
    start("--projects", "aaaaaaaaaaa");
    try (RawHttp http = new RawHttp(relay.port())) {
      assertThat(send(http, EVENT, 1, "{}")).isEqualTo(403);
      assertThat(send(http, "/v1/aaaaaaaaaaa/event", 1, "{}")).isEqualTo(200);
    }
    Waiting.until(
        "the server's refusal",
        () -> relay.metrics().text().contains("dropped_total{reason=\"project\"} 1"));
  }

  @Test
  void directoryInUse_isRefused() throws Exception {
    Relay first = start();

    assertThatThrownBy(this::start)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Another relay");
    assertThat(new RawHttp(first.port()).get("/health").status()).isEqualTo(200);
  }
}
