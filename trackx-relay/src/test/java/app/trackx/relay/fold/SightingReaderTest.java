package app.trackx.relay.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.Scrubber;
import app.trackx.local.Issue;
import app.trackx.local.StackParser;
import app.trackx.relay.intake.Received;
import app.trackx.relay.intake.RequestKind;
import app.trackx.relay.testing.FakeTime;
import app.trackx.relay.testing.Requests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SightingReaderTest {
  private final SightingReader reader = new SightingReader(Scrubber.standard());

  private Sighting read(String json) throws IOException {
    Sighting sighting = reader.read(Requests.event(1, json));
    assertThat(sighting).isNotNull();
    return sighting;
  }

  private static String body(Sighting sighting) {
    return new String(sighting.body(), StandardCharsets.UTF_8);
  }

  @Test
  void fingerprint_isTheServers() throws IOException {
    String stack = "E\n    at a.B.c (a/B.java:1)\n    at a.D.e (a/D.java:2)";
    String json =
        "{\"message\":\"one\",\"type\":1,\"stack\":\"" + stack.replace("\n", "\\n") + "\"}";

    assertThat(read(json).id().fingerprint())
        .isEqualTo(Issue.fingerprint(Requests.KEY, 1, null, null, StackParser.parse(stack)))
        .isEqualTo(read(json.replace("one", "two")).id().fingerprint());
  }

  @Test
  void withoutFrames_nameAndMessageTell() throws IOException {
    String one = read("{\"message\":\"one\"}").id().fingerprint();

    assertThat(one).isEqualTo(Issue.fingerprint(Requests.KEY, 97, null, "one", List.of()));
    assertThat(read("{\"message\":\"two\"}").id().fingerprint()).isNotEqualTo(one);
  }

  @Test
  void personalData_isRedacted_exceptInTheStack() throws IOException {
    Sighting sighting = read(
        "{\"name\":\"N ann@example.com\",\"message\":\"M ann@example.com\",\"stack\":\"at a (ann@example.com)\","
            + "\"uri\":\"https://x.example.com/?token=s3cr3tvalue\",\"meta\":{\"user\":\"ann@example.com\",\"password\":\"x\"}}");

    assertThat(body(sighting))
        .contains("\"name\":\"N [email]\"")
        .contains("\"message\":\"M [email]\"")
        .contains("at a (ann@example.com)")
        .doesNotContain("s3cr3tvalue")
        .contains("\"user\":\"[email]\"")
        .contains("\"password\":\"[secret]\"");
  }

  @Test
  void scrubberThatDoesNothing_leavesAll() throws IOException {
    Sighting sighting = new SightingReader(Scrubber.none())
        .read(Requests.event(1, "{\"message\":\"ann@example.com\",\"type\":4,\"meta\":{}}"));

    assertThat(body(sighting))
        .isEqualTo("{\"message\":\"ann@example.com\",\"type\":4,\"meta\":{}}");
  }

  @Test
  void entriesOfTheClient_stay_butNotWhatOnlyHasTheirName() throws IOException {
    String own = "\"_c\":\"_\",\"_v\":\"0.1.0\",\"java\":\"11.0.20.1\"";

    assertThat(body(read("{\"meta\":{" + own + "}}"))).contains(own);
    assertThat(body(read("{\"meta\":{\"java\":\"ann@example.com\"}}"))).contains("[email]");
  }

  @Test
  void counts_areTakenOutOfMeta() throws IOException {
    Sighting sighting = read(
        "{\"meta\":{\"a\":1,\"occurrences\":7,\"firstSeen\":\"2026-11-30T10:00:00Z\",\"lastSeen\":"
            + "\"2026-11-30T10:10:00Z\",\"_dropped\":{\"SHUTDOWN\":2}}}");

    assertThat(sighting.occurrences()).isEqualTo(7);
    assertThat(sighting.lastSeen() - sighting.firstSeen()).isEqualTo(600_000);
    assertThat(sighting.dropped()).containsEntry("SHUTDOWN", 2L);
    assertThat(body(sighting)).contains("\"meta\":{\"a\":1}");
  }

  @Test
  void countsOfAnotherForm_countAsOneErrorNow() throws IOException {
    for (String wrong : List.of("0", "-1", "\"many\"", "1.5", "9007199254740993", "null", "[]")) {
      Sighting sighting = read("{\"meta\":{\"occurrences\":" + wrong
          + ",\"firstSeen\":\"yesterday\",\"_dropped\":{\"A\":-1}}}");

      assertThat(sighting.occurrences()).isEqualTo(1);
      assertThat(sighting.firstSeen()).isEqualTo(FakeTime.NOON).isEqualTo(sighting.lastSeen());
      assertThat(body(sighting)).contains("\"firstSeen\":\"yesterday\"").contains("\"_dropped\"");
    }
  }

  @Test
  void lateEvent_countsFromItsCapture() throws IOException {
    Sighting sighting = read("{\"meta\":{\"capturedAt\":\"2026-11-30T09:00:00Z\"}}");

    assertThat(FakeTime.NOON - sighting.firstSeen()).isEqualTo(3 * 3600_000L);
    assertThat(body(sighting)).contains("capturedAt");
  }

  @Test
  void bodiesWithoutProperties_areEmptyEvents() throws IOException {
    for (String json : List.of("", "{}", "[]", "1", "true", "\"\"")) {
      assertThat(body(read(json))).isEqualTo("{\"type\":97,\"meta\":{}}");
    }
  }

  @Test
  void fractionalType_isDropped_asByTheServer() throws IOException {
    assertThat(reader.read(Requests.event(1, "{\"type\":1.5}"))).isNull();
    assertThat(reader.read(Requests.event(1, "{\"type\":4.0}"))).isNotNull();
  }

  @Test
  void referer_isTheUriOfAnEventWithoutOne() throws IOException {
    Received plain = Requests.event(1, "{}");
    Received withPage = new Received(
        RequestKind.EVENT,
        plain.key(),
        plain.origin(),
        plain.userAgent(),
        plain.source(),
        "",
        "https://shop.example.com/cart",
        plain.wallMillis(),
        plain.body());

    assertThat(body(reader.read(withPage))).contains("\"uri\":\"https://shop.example.com/cart\"");
  }

  @Test
  void placeholdersThatAreLonger_doNotBreakTheServersLimits() throws IOException {
    String message = "password=a ".repeat(909); // 9 999 characters
    Sighting sighting = read("{\"message\":\"" + message + "\"}");

    assertThat(body(sighting).length()).isBetween(9_000, 10_100);
  }

  @Test
  void deepMeta_isRead() throws IOException {
    String deep = "{\"a\":".repeat(490) + "1" + "}".repeat(490);

    assertThat(body(read("{\"meta\":" + deep + "}"))).contains(deep);
  }

  @Test
  void ping_hasTheSessionOfTheEvents() throws IOException {
    Ping ping = SightingReader.ping(Requests.ping(1));

    assertThat(ping.userAgent()).isEqualTo(read("{}").userAgent());
    assertThat(Ping.of(ping.toBytes())).isEqualTo(ping);
    assertThatThrownBy(() -> reader.read(Requests.ping(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void report_isFoldedByEverythingButAgeAndBrowser() throws IOException {
    String one =
        "[{\"age\":1,\"type\":\"deprecation\",\"url\":\"https://x.example.com/\",\"user_agent\":\"A\",\"body\":{\"id\":\"x\"}}]";
    Sighting first = report(one);

    assertThat(report(one.replace("\"age\":1", "\"age\":2").replace("\"A\"", "\"B\""))
            .id())
        .isEqualTo(first.id());
    assertThat(report(one.replace("\"id\":\"x\"", "\"id\":\"y\"")).id()).isNotEqualTo(first.id());
    assertThat(body(first)).isEqualTo(one);
    Parcel both =
        Aggregate.of(first, FakeTime.NOON).with(first, FakeTime.NOON).parcel(FakeTime.NOON);
    assertThat(new String(both.body(), StandardCharsets.UTF_8))
        .contains("\"body\":{\"id\":\"x\",\"occurrences\":2");
    assertThat(both.contentType()).isEqualTo("application/reports+json");
  }

  private @Nullable Sighting report(String json) throws IOException {
    return reader.read(Requests.report(1, "application/reports+json", json));
  }

  @Test
  void reportThatIsNoObject_isAnIoException() {
    assertThatThrownBy(() -> report("[1]")).isInstanceOf(IOException.class);
  }

  @Test
  void agentWithAVisitor_staysAsItIs() {
    String visitor = Requests.AGENT + " visitor/" + Requests.source(7);

    assertThat(SessionAgent.of(withAgent(visitor))).isEqualTo(visitor);
    assertThat(SessionAgent.withoutToken(visitor)).isEqualTo(Requests.AGENT);
    assertThat(SessionAgent.of(withAgent("x".repeat(500))))
        .hasSize(500)
        .endsWith(" visitor/" + Requests.source(1));
    assertThat(SessionAgent.withoutToken("visitor/x")).isEqualTo("visitor/x");
  }

  private static Received withAgent(String agent) {
    return new Received(
        RequestKind.PING, Requests.KEY, "o", agent, Requests.source(1), "", "", 0, new byte[0]);
  }
}
