package app.trackx.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.local.internal.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
  private static final Map<String, String> OWN = Map.of("Sec-Fetch-Site", "same-origin");

  private TrackXLocal server;
  private RawHttp http;

  @BeforeEach
  void start() throws IOException {
    server = TrackXLocal.start();
    http = new RawHttp(server.port());
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    server.close();
  }

  private Map<?, ?> json(String path) throws IOException {
    RawHttp.Response response = http.get(path);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers()).containsEntry("content-type", "application/json");
    byte[] bytes = response.text().getBytes(StandardCharsets.ISO_8859_1);
    return (Map<?, ?>) JsonReader.read(new String(bytes, StandardCharsets.UTF_8));
  }

  @Test
  void page_isServedWithAStrictPolicy() throws IOException {
    RawHttp.Response page = http.get("/");
    assertThat(page.text()).startsWith("<!doctype html>");
    assertThat(page.headers())
        .containsEntry("content-type", "text/html; charset=utf-8")
        .containsEntry("x-content-type-options", "nosniff")
        .containsEntry("referrer-policy", "no-referrer")
        .containsEntry("cross-origin-resource-policy", "same-origin")
        .doesNotContainKey("access-control-allow-origin");
    assertThat(page.headers().get("content-security-policy"))
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';")
        .endsWith("base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
        .doesNotContain("unsafe");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "index.html",
        "page.css",
        "icon.svg",
        "main.js",
        "dom.js",
        "words.js",
        "live.js",
        "list.js",
        "graph.js",
        "issue.js",
        "event.js",
        "privacy.js",
        "start.js",
        "filters.js",
        "address.js",
        "badges.js",
        "actions.js",
        "copy.js",
        "keys.js",
        "frames.js"
      })
  void file_isServed_andCreatesNoMarkup(String name) throws IOException {
    RawHttp.Response file = http.get("/" + name);
    assertThat(file.status()).isEqualTo(200);
    assertThat(file.headers()).containsKey("content-security-policy");
    assertThat(file.text())
        .doesNotContain("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(")
        .doesNotContain("style=", "onclick", "javascript:", "https://", "//cdn");
  }

  @Test
  void head_hasNoBody_andOtherMethodsAndPathsAreNotFound() throws IOException {
    assertThat(http.request("HEAD", "/", Map.of(), "").status()).isEqualTo(200);
    assertThat(http.request("HEAD", "/api/changes", Map.of(), "").status()).isEqualTo(404);
    for (String path : List.of("/", "/api/issues", "/page.css", "/api/issues/x/resolve", "/api/")) {
      assertThat(http.request("POST", path, OWN, "{}").text()).as(path).isEqualTo("Not Found");
    }
    for (String path : List.of(
        "/nothing",
        "/page/index.html",
        "/..%2fStore.class",
        "/api/",
        "/api/issues/x",
        "/api/events/1",
        "/api/events/x",
        "/api/events/99999999999999999999",
        "/v1/")) {
      assertThat(http.get(path).text()).as(path).isEqualTo("Not Found");
    }
  }

  @Test
  void issues_areListedWithSessionsPerHour() throws IOException {
    http.event(server, "{\"name\":\"E\",\"message\":\"m" + "é".repeat(400) + "\",\"type\":4}");
    Map<?, ?> list = json("/api/issues");
    Map<?, ?> issue = (Map<?, ?>) ((List<?>) list.get("issues")).get(0);
    assertThat(issue.get("name")).isEqualTo("E");
    assertThat(issue.get("message")).isEqualTo("m" + "é".repeat(299) + "…");
    assertThat(issue.get("events")).isEqualTo(1L);
    assertThat(issue.get("sessions")).isEqualTo(1L);
    assertThat(issue.get("lastSeen"))
        .isEqualTo(server.events().get(0).receivedAt().toString());
    List<?> hours = (List<?>) list.get("hours");
    assertThat(hours).hasSize(24);
    assertThat(((Map<?, ?>) hours.get(23)).get("withError")).isEqualTo(1L);
    assertThat(RawHttp.pathOf(server)).endsWith((String) list.get("key"));
  }

  @Test
  void issues_comeInPages_andTotalsIncludeAll() throws IOException {
    for (int i = 0; i < 101; i++) {
      http.event(server, "{\"name\":\"E" + i + "\"}");
    }
    http.event(server, "{\"name\":\"E0\"}");
    Map<?, ?> list = json("/api/issues");
    assertThat((List<?>) list.get("issues")).hasSize(50);
    assertThat(names("/api/issues").get(0)).isEqualTo("E0");
    assertThat(list.get("total")).isEqualTo(101L);
    assertThat(list.get("events")).isEqualTo(102L);
    assertThat(list.get("pages")).isEqualTo(3L);
    assertThat(names("/api/issues?page=3")).containsExactly("E1");
    assertThat(names("/api/issues?page=99")).containsExactly("E1");
  }

  private List<String> names(String path) throws IOException {
    return ((List<?>) json(path).get("issues"))
        .stream().map(issue -> (String) ((Map<?, ?>) issue).get("name")).toList();
  }

  private Map<?, ?> first(String path) throws IOException {
    return (Map<?, ?>) ((List<?>) json(path).get("issues")).get(0);
  }

  @Test
  void issue_hasItsEventsLatestFirst() throws IOException {
    http.event(server, "{\"name\":\"E\",\"meta\":{\"i\":0}}");
    http.event(server, "{\"name\":\"other\"}");
    http.event(server, "{\"name\":\"E\",\"meta\":{\"i\":1}}");
    Map<?, ?> issue = json("/api/issues/" + server.issues().get(0).id());
    assertThat(issue.get("events")).isEqualTo(2L);
    assertThat(issue.get("list").toString()).matches("\\[\\{serial=2,.*\\{serial=0,.*");
  }

  @Test
  void event_isComplete() throws IOException {
    String stack = "x\\n    at com.acme.A.b (com/acme/A.java:7)";
    http.event(server, "{\"stack\":\"" + stack + "\",\"meta\":{\"who\":\"bob@example.com\"}}");
    Map<?, ?> event = json("/api/events/0");
    assertThat(event.get("os")).isEqualTo("Linux");
    assertThat(event.get("browser")).isNull();
    Map<?, ?> frame = (Map<?, ?>) ((List<?>) event.get("frames")).get(0);
    assertThat(frame.toString())
        .isEqualTo("{callee=com.acme.A.b, short=b, file=com/acme/A.java, line=7,"
            + " column=null, framework=false}");
    Map<?, ?> finding = (Map<?, ?>) ((List<?>) event.get("findings")).get(0);
    assertThat(finding.get("where")).isEqualTo("meta.who");
    assertThat(finding.get("marks").toString()).isEqualTo("[{from=0, to=15, kind=e-mail address}]");
  }

  @Test
  void body_isKeptByteForByte() throws IOException {
    String latin1 = "{\"name\" :\t\"J\u00fcrgen\"}\r\n ";
    http.send(RawHttp.head(
            "POST",
            RawHttp.pathOf(server) + "/event",
            Map.of("Origin", "x", "User-Agent", "y", "Content-Length", "" + latin1.length()))
        + latin1);
    assertThat(http.response("POST").status()).isEqualTo(200);
    assertThat(server.events().get(0).name()).isEqualTo("J\ufffdrgen");
    assertThat(http.get("/api/events/0/body").text()).isEqualTo(latin1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example", "203.0.113.7:80", "", "[::"})
  void otherHost_isRejected(String host) throws IOException {
    for (String path : List.of("/", "/api/issues", "/api/changes")) {
      RawHttp.Response answer = http.request("GET", path, Map.of("Host", host), "");
      assertThat(answer.status()).isEqualTo(421);
      assertThat(answer.text()).isEqualTo("This host name is not served here");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:1", "LOCALHOST", "127.0.0.1", "127.0.0.2:8000", "[::1]:8000"})
  void thisHost_isServed(String host) throws IOException {
    assertThat(http.request("GET", "/api/issues", Map.of("Host", host), "").status())
        .isEqualTo(200);
  }

  @Test
  void otherSites_cannotReadTheData() throws IOException {
    for (String site : List.of("cross-site", "same-site")) {
      Map<String, String> headers = Map.of("Sec-Fetch-Site", site);
      assertThat(http.request("GET", "/api/issues", headers, "").status()).isEqualTo(403);
      assertThat(http.request("GET", "/", headers, "").status()).isEqualTo(200);
    }
    Map<String, String> foreign = Map.of("Origin", "http://localhost:3000");
    assertThat(http.request("GET", "/api/issues", foreign, "").status()).isEqualTo(403);
    Map<String, String> own = Map.of("Origin", "http://localhost", "Sec-Fetch-Site", "same-origin");
    assertThat(http.request("GET", "/api/issues", own, "").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/clear", "/api/issues/%s/clear", "/api/issues/%s/resolve"})
  void otherSites_cannotChangeAnything(String path) throws IOException {
    http.event(server, "{\"name\":\"E\"}");
    String address = String.format(path, server.issues().get(0).id());
    for (Map<String, String> headers : List.of(
        Map.<String, String>of(),
        Map.of("Sec-Fetch-Site", "none"),
        Map.of("Sec-Fetch-Site", "cross-site"),
        Map.of("Sec-Fetch-Site", "same-origin", "Origin", "http://localhost:3000"),
        Map.of("Origin", "null"),
        Map.of("Origin", "https://localhost"))) {
      assertThat(http.request("POST", address, headers, "").status()).isEqualTo(403);
      assertThat(http.get(address).status()).isEqualTo(404);
    }
    Map<String, String> rebound = Map.of("Host", "evil.example", "Origin", "http://evil.example");
    assertThat(http.request("POST", address, rebound, "").status()).isEqualTo(421);
    assertThat(first("/api/issues").get("status")).isEqualTo("open");
    Map<String, String> own = Map.of("Origin", "http://localhost");
    assertThat(http.request("POST", address, own, "").text()).isEqualTo("ok");
    assertThat(names("/api/issues")).isEmpty();
  }

  @Test
  void host_canBeSet_andIsPartOfTheAddresses() throws IOException {
    try (TrackXLocal all = TrackXLocal.builder().host("0.0.0.0").start();
        TrackXLocal named = TrackXLocal.builder().host("localhost").start();
        RawHttp toAll = new RawHttp(all.port())) {
      assertThat(all.page()).isEqualTo("http://127.0.0.1:" + all.port() + "/");
      assertThat(named.endpoint()).startsWith("http://localhost:" + named.port() + "/v1/");
      Map<String, String> address = Map.of("Host", "203.0.113.7:8000");
      assertThat(toAll.request("GET", "/", address, "").status()).isEqualTo(200);
      Map<String, String> name = Map.of("Host", "evil.example");
      assertThat(toAll.request("GET", "/", name, "").status()).isEqualTo(421);
    }
    assertThatThrownBy(() -> TrackXLocal.builder().host("")).hasMessage("host is empty");
  }
}
