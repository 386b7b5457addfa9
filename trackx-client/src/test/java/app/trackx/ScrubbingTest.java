package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.json.Text;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scrubber within the pipeline: between the factory and the handler. */
@Timeout(60)
class ScrubbingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FakeTransport transport = new FakeTransport();

  @Test
  void byDefault_allTextsOfAnErrorAreScrubbed() {
    Exception cause = new IllegalStateException("no account for anna@example.com");
    Exception error = new RuntimeException("bob@example.com called from 10.1.2.3", cause);
    try (TrackXClient client = client().build()) {
      client.meta().put("owner", "eve@example.com");
      client.sendEvent(error, Map.of("password", "hunter2"));

      JsonObject event = onlyEvent(client);
      JsonObject meta = event.getAsJsonObject("meta");
      assertThat(event.get("message").getAsString()).isEqualTo("[email] called from [ip]");
      assertThat(meta.get("causes").toString()).contains("no account for [email]");
      assertThat(meta.get("owner").getAsString()).isEqualTo("[email]");
      assertThat(meta.get("password").getAsString()).isEqualTo("[secret]");
    }
  }

  @Test
  void threadName_isScrubbed() throws Exception {
    try (TrackXClient client = client().build()) {
      Thread thread = new Thread(
          () -> client.sendEvent(new IllegalStateException("x")), "RMI TCP Connection(2)-10.1.2.3");
      thread.start();
      thread.join(PATIENCE.toMillis());

      assertThat(onlyEvent(client).getAsJsonObject("meta").get("thread").getAsString())
          .isEqualTo("RMI TCP Connection(2)-[ip]");
    }
  }

  @Test
  void handler_receivesTheScrubbedEvent_andItsAdditionsStay() {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    OnErrorHandler handler = (event, reason) -> {
      seen.add(event.getMessage());
      event.getMeta().put("contact", "support@example.com");
      return event;
    };
    try (TrackXClient client = client().onError(handler).build()) {
      client.sendEvent(new IllegalStateException("bob@example.com"));

      assertThat(onlyEvent(client).getAsJsonObject("meta").get("contact").getAsString())
          .isEqualTo("support@example.com");
      assertThat(seen).containsExactly("[email]");
    }
  }

  @Test
  void ruleThatThrows_dropsAndCountsTheEvent_withoutCallingTheHandler() {
    List<EventPayload> seen = Collections.synchronizedList(new ArrayList<>());
    Scrubber failing = Scrubber.builder()
        .rule(text -> {
          throw new StackOverflowError();
        })
        .build();
    OnErrorHandler handler = (event, reason) -> {
      seen.add(event);
      return event;
    };
    try (TrackXClient client = client().scrubber(failing).onError(handler).build()) {
      client.sendEvent(new IllegalStateException("bob@example.com"));
      client.capture(EventType.CUSTOM_LOGGER).message("bob@example.com").send();

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(transport.bodies()).isEmpty();
      assertThat(seen).isEmpty();
      assertThat(client.diagnostics().dropped()).isEqualTo(Map.of(DropReason.SCRUBBER_FAILED, 2L));
    }
  }

  @Test
  void noScrubber_sendsUnchanged() {
    try (TrackXClient client = client().scrubber(Scrubber.none()).build()) {
      client.sendEvent(new IllegalStateException("bob@example.com"));

      assertThat(onlyEvent(client).get("message").getAsString()).isEqualTo("bob@example.com");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.2.3.4",
        "v1.2.3.4",
        "1.2.3.4-SNAPSHOT",
        "shop-1.2.3.4",
        "shop@1.2.3+20261130.5",
        "e83c5163316f89bfbde7d9ab23ca2e25604af290",
        "e83c516",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "registry.example.com/shop:2026.11.30-4",
        "20261130065100",
        "2026-11-30T06:51:00Z",
        "main-1234-ge83c516-dirty"
      })
  void release_isWhatItWasSetTo(String release) {
    assertThat(meta("release", client().release(release))).isEqualTo(release);
  }

  @Test
  void release_isScrubbed() {
    assertThat(meta("release", client().release("1.4-bob@example.com"))).doesNotContain("bob");
    assertThat(meta("release", client().release("/home/bob/shop"))).isEqualTo("~/shop");
    assertThat(meta("release", client().release("1.4 https://bob:hunter2@git.example.com/shop")))
        .doesNotContain("hunter2")
        .startsWith("1.4 https://");
  }

  @Test
  void environment_isScrubbed() {
    assertThat(meta("environment", client().environment("production"))).isEqualTo("production");
    assertThat(meta("environment", client().environment("test of bob@example.com")))
        .isEqualTo("test of [email]");
    assertThat(meta("environment", client().environment("C:\\Users\\bob\\shop")))
        .doesNotContain("bob");
  }

  @Test
  void releaseOfAnAdapter_isScrubbedLikeTheClients() {
    try (TrackXClient client = client().build()) {
      client
          .capture(EventType.CUSTOM_LOGGER)
          .message("a")
          .meta("release", "10.2.3.4")
          .meta("environment", "bob@example.com")
          .send();

      JsonObject meta = onlyEvent(client).getAsJsonObject("meta");
      assertThat(meta.get("release").getAsString()).isEqualTo("10.2.3.4");
      assertThat(meta.get("environment").getAsString()).isEqualTo("[email]");
    }
  }

  @Test
  void release_isSubjectToTheApplicationsRules_andToNoOthersWithoutAScrubber() {
    Scrubber own = Scrubber.builder().rule(text -> text.replace("1.4", "x")).build();
    assertThat(meta("release", client().scrubber(own).release("1.4"))).isEqualTo("x");
    assertThat(meta("release", client().scrubber(Scrubber.none()).release("bob@example.com")))
        .isEqualTo("bob@example.com");
  }

  private String meta(String key, TrackXClient.Builder options) {
    int before = transport.bodies().size();
    try (TrackXClient client = options.build()) {
      client.sendEvent(new IllegalStateException("x"));
      assertThat(client.flush(PATIENCE)).isTrue();
    }
    assertThat(transport.bodies()).hasSize(before + 1);
    return JsonParser.parseString(transport.bodies().get(before))
        .getAsJsonObject()
        .getAsJsonObject("meta")
        .get(key)
        .getAsString();
  }

  @Test
  void message_thatIsCutWithinAnAddress_losesTheHalfOfIt() {
    for (int length = 9_960; length < 10_010; length++) {
      String text =
          "x".repeat(length - 40) + " for bob.miller@example.com and +49 170 123456789 and so on";

      String cut = Scrubber.standard().scrub(Text.clipBetweenWords(text, 10_000, 60_000));

      assertThat(cut).as("%d", length).doesNotContain("bob", "170", "1234");
    }
  }

  @Test
  void longText_withoutSpaces_isCutWithRoomForAnAddress() {
    String text = "x".repeat(9_990) + ",bob.miller@example.com";

    assertThat(Text.clipBetweenWords(text, 10_000, 60_000).contains("bob")).isFalse();
    assertThat(Text.clipBetweenWords(text, 20_000, 60_000)).isSameAs(text);
  }

  @Test
  void textWithoutSpaces_isCutAtTheNextSign() {
    String json = "{\"a\":\"" + "x".repeat(9_970) + "\",\"mail\":\"bob.miller@example.com\"}";
    String chinese = "用".repeat(9_990) + "bob.miller@example.com";

    assertThat(Text.clipBetweenWords(json, 10_000, 60_000).endsWith("\"mail\":\"…"))
        .isTrue();
    assertThat(Text.clipBetweenWords(chinese, 10_000, 60_000).endsWith("用…")).isTrue();
  }

  @Test
  void metaText_thatIsCut_isCutBetweenWords() {
    String text = "x".repeat(8_180) + " bob.miller@example.com";
    try (TrackXClient client = client().build()) {
      client.sendEvent(new IllegalStateException("x"), Map.of("text", text));

      assertThat(onlyEvent(client).toString()).doesNotContain("bob");
    }
  }

  @Test
  void eventsWithoutFrames_thatDifferOnlyInScrubbedText_areOne() {
    EventFactory.Draft one = draft("no account for bob@example.com");
    EventFactory.Draft other = draft("no account for anna@example.com");
    EventFactory.Draft third = draft("no order for bob@example.com");

    assertThat(one.key).isEqualTo(other.key).isNotEqualTo(third.key);
  }

  private static EventFactory.Draft draft(String message) {
    EventPayload event = new EventPayload(EventType.CUSTOM_LOGGER);
    event.setMessage(message);
    return new EventFactory.Draft(event, null, null, false, Scrubber.standard());
  }

  private TrackXClient.Builder client() {
    return TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .rateLimit(RateLimit.none());
  }

  private JsonObject onlyEvent(TrackXClient client) {
    assertThat(client.flush(PATIENCE)).isTrue();
    assertThat(transport.bodies()).hasSize(1);
    return JsonParser.parseString(transport.bodies().get(0)).getAsJsonObject();
  }
}
