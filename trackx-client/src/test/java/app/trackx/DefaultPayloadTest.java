package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.faults.Exchange;
import app.trackx.faults.FaultyServer;
import app.trackx.internal.http.Version;
import app.trackx.internal.settings.Endpoint;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The data that leaves the JVM by default: every field, every key of meta, every header. Users have
 * declared it to their data-protection officers, so a change needs an entry in the change log, in
 * docs/PRIVACY.md and in privacy.json, which is compared here, too.
 */
@Timeout(60)
class DefaultPayloadTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void event_byDefault_isThisAndNothingElse() throws Exception {
    try (FaultyServer server = FaultyServer.start();
        TrackXClient client = TrackXClient.builder(server.endpoint()).build()) {
      Thread thread = new Thread(() -> client.sendEvent(error()), "worker-1");
      thread.start();
      thread.join(PATIENCE.toMillis());

      assertThat(client.flush(PATIENCE)).isTrue();
      JsonObject event = server.exchanges().get(0).body();
      assertThat(event.get("name").getAsString()).isEqualTo("java.lang.IllegalStateException");
      assertThat(event.get("message").getAsString()).isEqualTo("order 4711 failed");
      assertThat(event.get("type").getAsInt()).isEqualTo(4);
      assertThat(event.get("uri").getAsString())
          .isEqualTo("java:app.trackx.DefaultPayloadTest.error");
      assertThat(event.get("stack").getAsString())
          .startsWith("java.lang.IllegalStateException\n")
          .contains("at app.trackx.DefaultPayloadTest.error (app/trackx/DefaultPayloadTest.java:")
          .doesNotContain("4711");
      assertThat(event.get("meta").toString())
          .isEqualTo("{\"_c\":\"_\",\"_v\":\""
              + Version.NAME
              + "\",\"java\":\""
              + System.getProperty("java.version")
              + "\",\"thread\":\"worker-1\"}");
      assertThat(event.keySet())
          .containsExactlyInAnyOrder("name", "message", "stack", "type", "uri", "meta");
    }
  }

  @Test
  void event_withEverythingThatMayApply_holdsNoOtherKey() throws Exception {
    try (FaultyServer server = FaultyServer.start()) {
      TrackXClient client = TrackXClient.builder(server.endpoint())
          .release("1.4.2")
          .environment("production")
          .build();
      for (int i = 0; i < 200; i++) { // more than the rate limit's burst
        client.sendEvent(new IllegalStateException("outer", new RuntimeException("inner")));
      }
      assertThat(client.flush(PATIENCE)).isTrue();
      client.close();

      Set<String> keys = new TreeSet<>();
      for (Exchange exchange : server.exchanges()) {
        keys.addAll(exchange.body().getAsJsonObject("meta").keySet());
      }
      assertThat(keys).contains("release", "environment", "causes", "occurrences");
      assertThat(declared("meta", "metaWhereItApplies")).containsAll(keys);
    }
  }

  @Test
  void privacyJson_declaresWhatLeavesByDefault_andNothingThatDoesNot() throws Exception {
    try (FaultyServer server = FaultyServer.start();
        TrackXClient client = TrackXClient.builder(server.endpoint()).build()) {
      client.sendEvent(error());

      assertThat(client.flush(PATIENCE)).isTrue();
      Exchange exchange = server.exchanges().get(0);
      assertThat(declared("event")).isEqualTo(exchange.body().keySet());
      assertThat(declared("meta"))
          .isEqualTo(exchange.body().getAsJsonObject("meta").keySet());
      assertThat(declared("headers")).isEqualTo(exchange.headerNames());
      JsonObject headers = privacyJson().getAsJsonObject("headers");
      for (String fixed : List.of("Connection", "Accept-Encoding")) {
        String value = headers.get(fixed).getAsString().split(";")[0];
        assertThat(exchange.head()).containsIgnoringCase("\r\n" + fixed + ": " + value);
      }
    }
  }

  @Test
  void privacyJson_declaresEveryKeyThatTheClientMayAddLater() {
    PendingEvent event = new PendingEvent("key", null, 0, 0, 0, null);
    event.fold(1);
    Counters counters = new Counters(new Warnings(Endpoint.parse(FakeTransport.ENDPOINT), "java"));
    counters.dropped(DropReason.QUEUE_FULL, 1);

    Map<String, Object> late =
        new SendTimeMeta(counters).of(event, Duration.ofHours(1).toNanos());

    assertThat(late.keySet())
        .containsExactlyInAnyOrder(
            "occurrences", "firstSeen", "lastSeen", "capturedAt", "_dropped");
    assertThat(declared("metaWhereItApplies")).containsAll(late.keySet());
  }

  @Test
  void versionOfTheJvm_withFourParts_isNoAddress() {
    String before = System.setProperty("java.version", "17.0.4.1");
    try (TrackXClient client = TrackXClient.builder(FakeTransport.ENDPOINT).build()) {
      assertThat(client.preview(error())).contains("\"java\":\"17.0.4.1\"");
    } finally {
      System.setProperty("java.version", before);
    }
  }

  @Test
  void emptyTexts_stayEmpty() {
    try (TrackXClient client = TrackXClient.builder(FakeTransport.ENDPOINT).build()) {
      client.meta().put("empty", "");

      assertThat(client.preview(new IllegalStateException("")))
          .contains("\"message\":\"\"", "\"empty\":\"\"");
    }
  }

  @Test
  void nothingOfTheMachineOrItsUser_isInAnEvent() throws Exception {
    try (FaultyServer server = FaultyServer.start();
        TrackXClient client = TrackXClient.builder(server.endpoint()).build()) {
      client.sendEvent(error());

      assertThat(client.flush(PATIENCE)).isTrue();
      String sent = server.exchanges().get(0).text();
      assertThat(machine()).allSatisfy(value -> assertThat(sent).doesNotContain(value));
    }
  }

  /** Facts about this machine that are long enough not to occur in a text by chance. */
  private static List<String> machine() {
    return List.of(
            System.getProperty("user.home"),
            System.getProperty("user.dir"),
            System.getProperty("java.class.path"),
            System.getProperty("java.home"),
            System.getProperty("os.version"),
            System.getenv().getOrDefault("HOSTNAME", "no-host-name"),
            System.getenv().getOrDefault("PATH", "/usr/bin"))
        .stream()
        .filter(value -> value.length() > 4)
        .toList();
  }

  private static IllegalStateException error() {
    return new IllegalStateException("order 4711 failed");
  }

  private static Set<String> declared(String... sections) {
    Set<String> keys = new TreeSet<>();
    for (String section : sections) {
      keys.addAll(privacyJson().getAsJsonObject(section).keySet());
    }
    return keys;
  }

  private static JsonObject privacyJson() {
    try (InputStream in = TrackXClient.class.getResourceAsStream("/META-INF/trackx/privacy.json")) {
      return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .getAsJsonObject();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }
}
