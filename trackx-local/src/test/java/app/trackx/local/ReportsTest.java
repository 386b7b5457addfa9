package app.trackx.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reports of browsers, as in the source of trackx-api 0.41. */
class ReportsTest {
  private static final String REPORTS = "application/reports+json";
  private static final String CSP =
      "{'type':'csp-violation','age':7,'url':'https://shop.example.com/a',"
          + "'user_agent':'Mozilla/5.0','body':{'effectiveDirective':'img-src',"
          + "'blockedURL':'https://cdn.example.com/x.png','lineNumber':3,'statusCode':200}}";

  private final TrackXLocal server = TrackXLocal.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private String post(Map<String, String> headers, String json) throws IOException {
    try (RawHttp http = new RawHttp(server.port())) {
      RawHttp.Response response = http.request(
          "POST", RawHttp.pathOf(server) + "/report", headers, json.replace('\'', '"'));
      return response.status() + " " + response.text();
    }
  }

  private String post(String type, String json) throws IOException {
    return post(browserWith("Content-Type", type), json);
  }

  private static Map<String, String> browserWith(String header, String value) {
    Map<String, String> headers = new HashMap<>(RawHttp.BROWSER);
    headers.put(header, value);
    return headers;
  }

  @Test
  void violation_isAnEvent_ofItsOwnIssue_andMarksTheSession() throws IOException {
    assertThat(post(REPORTS, "[" + CSP + "," + CSP.replace("/a'", "/b'") + "]"))
        .isEqualTo("200 ok");

    assertThat(server.events()).hasSize(2);
    Event event = server.events().get(0);
    assertThat(event.type()).isEqualTo(5);
    assertThat(event.name()).isEqualTo("CSP Violation");
    assertThat(event.message())
        .isEqualTo("img-src directive blocked https://cdn.example.com/x.png");
    assertThat(event.uri()).isEqualTo("https://shop.example.com/a");
    assertThat(event.meta())
        .containsEntry("lineNumber", 3L)
        .doesNotContainKeys("url", "user_agent");
    assertThat(server.issues()).singleElement().extracting(Issue::eventCount).isEqualTo(2);
    assertThat(server.sessions()).singleElement().matches(Session::withError);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deprecation | {'id':'x','message':'old'} | 6 | Browser Deprecation | old",
        "intervention | {'id':'x','message':'slow'} | 7 | Browser Intervention | slow",
        "crash | {'reason':'oom'} | 8 | Browser Crash | oom",
        "network-error | {'type':'tcp.refused','method':'GET','referrer':'https://a'} | 10"
            + " | Network Error | tcp.refused for GET https://a",
        "coep | {'type':'corp'} | 11 | COEP Violation |",
        "coop | {'type':'x'} | 12 | COOP Violation |",
        "document-policy-violation | {'message':'big'} | 13 | Document Policy Violation | big",
        "permissions-policy | {'policyId':'x'} | 96 | |"
      })
  void kinds_haveTheServersTypes(String kind, String body, int type, String name, String message)
      throws IOException {
    post(REPORTS, "[{'type':'" + kind + "','url':'https://a/b','body':" + body + "}]");

    Event event = server.events().get(0);
    assertThat(event.type()).isEqualTo(type);
    assertThat(event.name()).isEqualTo(name);
    assertThat(event.message()).isEqualTo(message);
    assertThat(event.uri()).isEqualTo("https://a/b");
  }

  @Test
  void reportUri_isReadAsWell() throws IOException {
    post(
        "application/csp-report",
        "{'csp-report':{'document-uri':'https://a/b','violated-directive':'img-src',"
            + "'blocked-uri':'https://c/d'}}");

    Event event = server.events().get(0);
    assertThat(event.type()).isEqualTo(5);
    assertThat(event.message()).isEqualTo("img-src directive blocked https://c/d");
    assertThat(event.uri()).isEqualTo("https://a/b");
  }

  @Test
  void eachUrl_isAnIssue() throws IOException {
    post(REPORTS, "[" + CSP + "," + CSP.replace("x.png", "x.png?id=7") + "]");

    assertThat(server.issues()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/reports+json | {} | 400 Invalid body",
        "application/reports+json | '' | 400 Invalid body",
        "application/reports+json | [ | 400 Invalid body",
        "application/csp-report | 7 | 400 Invalid body",
        "text/html | {} | 422 Invalid content type",
        "application/reports+json; charset=utf-8 | [] | 200 ok",
        "application/json | {'type':'crash','url':'https://a','body':{}} | 200 ok"
      })
  void body_isChecked(String type, String body, String answer) throws IOException {
    assertThat(post(type, body)).isEqualTo(answer);
  }

  @Test
  void request_isChecked() throws IOException {
    assertThat(post(RawHttp.BROWSER, "[]")).isEqualTo("400 Invalid content type");
    assertThat(post(Map.of("User-Agent", "x"), "[]")).isEqualTo("403 Invalid origin");
    assertThat(post(Map.of("Origin", "java"), "[]")).isEqualTo("400 Invalid user agent");
  }

  @Test
  void reportThatIsTooOld_orIncomplete_isIgnored() throws IOException {
    String old = CSP.replace("'age':7", "'age':2880001");
    assertThat(post(REPORTS, "[" + old + ",{'type':'crash'},{'url':'https://a'},7]"))
        .isEqualTo("200 ok");

    assertThat(server.events()).isEmpty();
  }
}
