package app.trackx.local;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.internal.json.JsonReader;
import app.trackx.testing.JsonTexts;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the list's search, filters, order and counts, and of the status of issues, through the page's API. */
class IssueListTest {
  private static final Map<String, String> OWN = Map.of("Sec-Fetch-Site", "same-origin");

  @TempDir
  private Path folder;

  private final FakeClock clock = new FakeClock();
  private TrackXLocal server;
  private RawHttp http;

  @BeforeEach
  void start() throws IOException {
    server =
        TrackXLocal.builder().clock(clock).dataDirectory(folder.resolve("data")).start();
    http = new RawHttp(server.port());
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    server.close();
  }

  private void restart() throws IOException {
    stop();
    start();
  }

  private void event(String name, Map<String, ?> meta) throws IOException {
    http.event(server, JsonTexts.of(Map.of("name", name, "message", "m of " + name, "meta", meta)));
  }

  private void event(String name, String release) throws IOException {
    event(name, Map.of("release", release));
  }

  private void change(String name, String action) throws IOException {
    String id = (String) issue("show=all&q=" + name).get("id");
    String path = "/api/issues/" + id + "/" + action;
    assertThat(http.request("POST", path, OWN, "").status()).isEqualTo(200);
  }

  private Map<?, ?> list(String query) throws IOException {
    byte[] bytes = http.get("/api/issues?" + query).text().getBytes(StandardCharsets.ISO_8859_1);
    return (Map<?, ?>) JsonReader.read(new String(bytes, StandardCharsets.UTF_8));
  }

  private List<?> names(String query) throws IOException {
    return ((List<?>) list(query).get("issues"))
        .stream().map(issue -> ((Map<?, ?>) issue).get("name")).toList();
  }

  private Map<?, ?> issue(String query) throws IOException {
    List<?> issues = (List<?>) list(query).get("issues");
    assertThat(issues).hasSize(1);
    return (Map<?, ?>) issues.get(0);
  }

  @Test
  void foldedRepeats_areCounted_alsoAfterARestart() throws IOException {
    event("Storm", Map.of("occurrences", 4998));
    event("Storm", Map.of());
    event("Storm", Map.of("occurrences", 1));
    event("Odd", Map.of("occurrences", -5));
    event("Odd", Map.of("occurrences", "many"));
    event("Odd", Map.of("occurrences", 2.5));
    restart();
    assertThat(issue("q=Storm").get("errors")).isEqualTo(5000L);
    assertThat(issue("q=Storm").get("events")).isEqualTo(3L);
    assertThat(issue("q=Odd").get("errors")).isEqualTo(3L);
    assertThat(list("").get("errors")).isEqualTo(5003L);
    assertThat(list("q=Odd").get("matchingErrors")).isEqualTo(3L);
  }

  @Test
  void errorsThatClientsDropped_areCounted() throws IOException {
    event("A", Map.of("_dropped", Map.of("QUEUE_FULL", 3, "INTAKE_FULL", 3000)));
    event("B", Map.of("_dropped", Map.of("QUEUE_FULL", 2, "SHUTDOWN", -7, "odd", "x")));
    event("C", Map.of("_dropped", "many"));
    restart();
    assertThat(list("q=C").get("dropped")).isEqualTo(3005L);
  }

  @Test
  void hours_haveTheErrorsOfTheLastDay() throws IOException {
    event("E", Map.of("occurrences", 7));
    clock.advance(Duration.ofHours(2));
    event("E", Map.of());
    assertThat(hours()).hasSize(24).endsWith(7L, 0L, 1L);
    clock.advance(Duration.ofHours(23));
    assertThat(hours()).startsWith(1L).containsOnlyOnce(1L);
    clock.advance(Duration.ofHours(1));
    assertThat(hours()).isEqualTo(Collections.nCopies(24, 0L));
  }

  private List<Object> hours() throws IOException {
    return List.copyOf((List<?>) issue("").get("hours"));
  }

  @ParameterizedTest
  @CsvSource({
    "declined, Payment",
    "DECLINED, Payment",
    "java:checkout, Payment",
    "CardGateway.charge, Payment",
    "CardGateway.java:64, Payment",
    "order {} failed, Log",
    "Payment, Payment",
    "b.*t, ",
    "order 18, Log",
  })
  void search_looksIntoTitlesAndMessages(String text, String found) throws IOException {
    http.event(
        server,
        JsonTexts.of(Map.of(
            "name",
            "Payment",
            "message",
            "card was declined",
            "uri",
            "java:checkout",
            "stack",
            "x\n at java.lang.Integer.parseInt (java/lang/Integer.java:1)"
                + "\n at com.acme.CardGateway.charge (com/acme/CardGateway.java:64)")));
    for (int order : new int[] {17, 18}) {
      http.event(
          server,
          JsonTexts.of(Map.of(
              "name",
              "Log",
              "message",
              "order " + order + " failed",
              "stack",
              "x\n at com.acme.Orders.run (com/acme/Orders.java:5)",
              "meta",
              Map.of("template", "order {} failed"))));
    }
    String query = "q=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    assertThat(names(query)).isEqualTo(found == null ? List.of() : List.of(found));
  }

  @Test
  void title_isTheCulpritAndTheTemplate_unlessAnExceptionWasLogged() throws IOException {
    event("Plain", Map.of("template", "t {}"));
    event("Logged", Map.of("template", "t {}", "log", "t 1"));
    assertThat(issue("q=Plain").get("template")).isEqualTo("t {}");
    assertThat(issue("q=Plain").get("callee")).isNull();
    assertThat(issue("q=Logged").get("template")).isNull();
    http.event(
        server,
        JsonTexts.of(
            Map.of(
                "name",
                "Deep",
                "stack",
                "x\n at java.util.Objects.requireNonNull (java/util/Objects.java:9)\n at com.acme.A.b (com/acme/A.java:7)")));
    assertThat(issue("q=Deep").get("callee")).isEqualTo("com.acme.A.b");
    assertThat(issue("q=Deep").get("place")).isEqualTo("A.java:7");
  }

  @Test
  void filters_areCombined() throws IOException {
    http.event(
        server,
        "{\"name\":\"Old\",\"type\":1,\"meta\":{\"release\":\"1\",\"environment\":\"prod\"}}");
    clock.advance(Duration.ofHours(2));
    http.event(
        server,
        "{\"name\":\"Young\",\"type\":4,\"meta\":{\"release\":\"2\",\"environment\":\"prod\"}}");
    http.event(
        server,
        "{\"name\":\"Test\",\"type\":4,\"meta\":{\"release\":\"2\",\"environment\":\"test & co\"}}");
    assertThat(names("")).isEqualTo(List.of("Test", "Young", "Old"));
    assertThat(names("type=1")).isEqualTo(List.of("Old"));
    assertThat(names("since=1h")).isEqualTo(List.of("Test", "Young"));
    assertThat(names("since=24h")).hasSize(3);
    assertThat(names("release=2&environment=prod")).isEqualTo(List.of("Young"));
    assertThat(names("environment=test+%26%20co")).isEqualTo(List.of("Test"));
    assertThat(names("release=3")).isEmpty();
    assertThat(names("type=&since=x&show=x&sort=x&page=x&other=x")).hasSize(3);
    assertThat(list("").get("choices").toString())
        .isEqualTo("{type=[1, 4], release=[2, 1], environment=[prod, test & co]}");
    assertThat(http.get("/api/issues?q=%zz").status()).isEqualTo(400);
  }

  @Test
  void order_isTheOneAskedFor() throws IOException {
    clock.advance(Duration.ofHours(1)); // into the next day, on which all sessions are
    event("Often", Map.of("occurrences", 9));
    clock.advance(Duration.ofMinutes(1));
    event("Twice", Map.of());
    http.request(
        "POST",
        RawHttp.pathOf(server) + "/event",
        Map.of("Origin", "x", "User-Agent", "y"),
        "{\"name\":\"Twice\",\"message\":\"m of Twice\"}");
    clock.advance(Duration.ofMinutes(1));
    event("Last", Map.of());
    event("Often", Map.of());
    assertThat(names("")).isEqualTo(List.of("Often", "Last", "Twice"));
    assertThat(names("sort=first")).isEqualTo(List.of("Last", "Twice", "Often"));
    assertThat(names("sort=errors")).isEqualTo(List.of("Often", "Twice", "Last"));
    assertThat(names("sort=sessions")).isEqualTo(List.of("Twice", "Often", "Last"));
  }

  @Test
  void status_survivesARestart_andTheNextEventReopensAResolvedIssue() throws IOException {
    for (String name : List.of("Fixed", "Noise", "Open")) {
      event(name, Map.of());
    }
    change("Fixed", "resolve");
    change("Noise", "ignore");
    restart();
    assertThat(names("")).isEqualTo(List.of("Open"));
    assertThat(names("show=resolved")).isEqualTo(List.of("Fixed"));
    assertThat(names("show=ignored")).isEqualTo(List.of("Noise"));
    assertThat(names("show=all")).isEqualTo(List.of("Open", "Noise", "Fixed"));
    event("Noise", Map.of());
    event("Fixed", Map.of());
    restart();
    assertThat(names("show=regressed")).isEqualTo(List.of("Fixed"));
    assertThat(issue("q=Fixed").get("regressed")).isEqualTo(true);
    assertThat(issue("show=ignored").get("events")).isEqualTo(2L);
    change("Fixed", "resolve");
    change("Fixed", "reopen");
    assertThat(issue("q=Fixed").get("regressed")).isEqualTo(false);
  }

  @Test
  void clearedIssue_isGone_alsoAfterARestart_andStartsAnew() throws IOException {
    event("Gone", Map.of());
    event("Stays", Map.of());
    event("Gone", Map.of());
    change("Gone", "clear");
    assertThat(names("show=all")).isEqualTo(List.of("Stays"));
    assertThat(server.events()).extracting(Event::name).containsExactly("Stays");
    restart();
    assertThat(names("show=all")).isEqualTo(List.of("Stays"));
    assertThat(server.events()).extracting(Event::name).containsExactly("Stays");
    event("Gone", Map.of());
    assertThat(issue("q=Gone").get("events")).isEqualTo(1L);
    assertThat(http.request("POST", "/api/clear", OWN, "").text()).isEqualTo("ok");
    restart();
    assertThat(names("show=all")).isEmpty();
    assertThat(server.sessions()).isEmpty();
  }

  @Test
  void newIssue_isOneOfTheCurrentRelease() throws IOException {
    event("A", "1");
    assertThat(names("show=new")).isEmpty(); // nothing came before
    event("B", "2");
    event("A", "2");
    event("C", Map.of());
    assertThat(names("show=new")).isEqualTo(List.of("B"));
    event("A", "1"); // an instance of the earlier release is still running
    assertThat(names("show=new")).isEqualTo(List.of("B"));
    event("D", "3");
    assertThat(names("show=new")).isEqualTo(List.of("D"));
  }

  @Test
  void regressedIssue_skippedARelease() throws IOException {
    event("Back", "1");
    event("Always", "1");
    event("Always", "2");
    event("Always", "3");
    assertThat(names("show=regressed")).isEmpty();
    event("Back", "3");
    event("Fresh", "3");
    assertThat(names("show=regressed")).isEqualTo(List.of("Back"));
  }
}
