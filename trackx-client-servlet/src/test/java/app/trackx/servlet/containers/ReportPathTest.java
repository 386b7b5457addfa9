package app.trackx.servlet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import app.trackx.servlet.BrowserReports;
import app.trackx.servlet.TrackXFilter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports of browsers that go through the application. */
class ReportPathTest {
  private static final String PATH = "/trackx-report";
  private static final String JSON = "application/reports+json";

  private final Site site = new Site();
  private final List<String> seen = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    site.close();
  }

  private ReportPathTest start() {
    site.filter.browserReports(BrowserReports.THROUGH_APPLICATION);
    site.servlet("/", (request, response) -> {
          seen.add(request.getRequestURI());
          response.setContentType("text/html");
          response.getWriter().print("<p>hello</p>");
        })
        .servlet("/orders/*", (request, response) -> {
          request.setAttribute(TrackXFilter.ROUTE, "/orders/{number}");
          response.setContentType("text/html");
          response.getWriter().print("<p>order</p>");
        })
        .start();
    return this;
  }

  private String origin() {
    return "http://127.0.0.1:" + Container.shared().port();
  }

  private HttpResponse<String> post(String type, String body, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(site.url(PATH)))
        .timeout(Site.LONG)
        .header("Content-Type", type)
        .POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return Site.send(request.build());
  }

  private String violation(String url, String blocked) {
    return "[{\"type\":\"csp-violation\",\"age\":1,\"url\":\"" + url
        + "\",\"user_agent\":\"secret\","
        + "\"body\":{\"effectiveDirective\":\"img-src\",\"blockedURL\":\"" + blocked + "\"}}]";
  }

  @Test
  void pages_nameThePath_forAllReports() {
    site.filter.cspReportOnly("default-src 'self'");
    HttpResponse<String> page = start().site.get("/");
    String path = site.app.contextPath + PATH;

    assertThat(page.headers().allValues("Reporting-Endpoints"))
        .containsExactly("trackx=\"" + path + "\", default=\"" + path + "\"");
    assertThat(page.headers().firstValue("Report-To").orElse(""))
        .contains("\"group\":\"trackx\"", "\"group\":\"default\"", "\"url\":\"" + path + "\"");
    assertThat(page.headers().firstValue("Content-Security-Policy-Report-Only").orElse(""))
        .endsWith("; report-uri " + path + "; report-to trackx");
    assertThat(page.headers().map().toString()).doesNotContain(site.server.endpoint());
  }

  @Test
  void report_arrives_withoutQueriesIdsAndTheVisitor() {
    start().site.get("/orders/4711");
    HttpResponse<String> answer = post(
        JSON,
        violation(site.url("/orders/0815?mail=bob@example.com"), "https://a.example.com/x?secret"),
        "Origin",
        origin(),
        "Sec-Fetch-Site",
        "same-origin",
        "User-Agent",
        "secret-agent");

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
    assertThat(site.server.awaitEvents(1, Site.LONG)).isTrue();
    Event event = site.server.events().get(0);
    assertThat(event.type()).isEqualTo(5);
    assertThat(event.uri()).isEqualTo(site.url("/orders/{number}"));
    assertThat(event.message()).isEqualTo("img-src directive blocked https://a.example.com/x");
    assertThat(event.json()).doesNotContain("secret", "bob", "0815");
    assertThat(seen).isEmpty();
  }

  @Test
  void reportUri_arrivesAsWell() {
    start();
    String report = "{\"csp-report\":{\"document-uri\":\"" + site.url("/reset/t0k3n") + "\","
        + "\"effective-directive\":\"img-src\",\"blocked-uri\":\"inline\"}}";

    assertThat(post("application/csp-report; charset=utf-8", report).statusCode())
        .isEqualTo(204);
    assertThat(site.server.awaitEvents(1, Site.LONG)).isTrue();
    assertThat(site.server.events().get(0).uri()).isEqualTo(site.url("/reset/{id}"));
    assertThat(site.server.events().get(0).message()).isEqualTo("img-src directive blocked inline");
  }

  @Test
  void reportsOfOneKind_areOneIssue_howeverManyPagesTheyComeFrom() {
    start().site.get("/orders/1");
    StringBuilder reports = new StringBuilder("[");
    for (int i = 0; i < 20; i++) {
      String one = violation(site.url("/orders/" + i + "?x=" + i), "https://a.example.com/x?" + i);
      reports.append(i == 0 ? "" : ",").append(one, 1, one.length() - 1);
    }
    post(JSON, reports.append("]").toString());

    assertThat(site.server.awaitEvents(1, Site.LONG)).isTrue();
    assertThat(site.server.issues()).hasSize(1);
    Until.holds(() -> site.client.diagnostics().reports() == 20);
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, https://evil.example.com",
    "Origin, null",
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site"
  })
  void otherOrigins_areRefused(String header, String value) {
    start();

    assertThat(post(JSON, violation(site.url("/a"), "inline"), header, value).statusCode())
        .isEqualTo(403);
    assertNothingCame();
  }

  @Test
  void reportOfAnotherSite_isDropped() {
    start();

    post(JSON, violation("https://evil.example.com/a", "inline"));
    assertNothingCame();
  }

  /** Sends an own report last, which arrives alone. */
  private void assertNothingCame() {
    post(JSON, violation(site.url("/last"), "inline"));
    assertThat(site.server.awaitEvents(1, Site.LONG)).isTrue();
    assertThat(site.server.events()).hasSize(1);
    assertThat(site.server.events().get(0).uri()).isEqualTo(site.url("/last"));
    assertThat(seen).isEmpty();
  }

  @Test
  void originOption_isAnotherName_asBehindAProxy() {
    site.filter.origin("https://shop.example.com");
    start();
    String report = violation("https://shop.example.com/a/7", "inline");

    assertThat(post(JSON, report, "Origin", "https://shop.example.com").statusCode())
        .isEqualTo(204);
    assertThat(site.server.awaitEvents(1, Site.LONG)).isTrue();
    assertThat(site.server.events().get(0).uri()).isEqualTo("https://shop.example.com/a/{id}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json", "text/plain", "application/x-www-form-urlencoded", "text/html"
      })
  void otherContentTypes_areRefused(String type) {
    start();

    assertThat(post(type, violation(site.url("/a"), "inline")).statusCode()).isEqualTo(415);
    assertNothingCame();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[", "7", "[7]", "\"x\"", "[{}]x"})
  void malformedReports_areRefused(String body) {
    start();

    assertThat(post(JSON, body).statusCode()).isEqualTo(400);
    assertNothingCame();
  }

  @Test
  void otherMethods_neverReachTheApplication() {
    start();
    for (String method : new String[] {"GET", "PUT", "OPTIONS", "DELETE"}) {
      HttpResponse<String> answer = Site.send(HttpRequest.newBuilder(URI.create(site.url(PATH)))
          .timeout(Site.LONG)
          .method(method, HttpRequest.BodyPublishers.noBody())
          .build());

      assertThat(answer.statusCode()).as(method).isEqualTo(405);
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
    assertThat(site.get(PATH + ";jsessionid=7").statusCode()).isEqualTo(405);
    assertThat(seen).isEmpty();
  }

  @Test
  void similarPaths_areTheApplications() {
    start();

    assertThat(site.get(PATH + "s").statusCode()).isEqualTo(200);
    assertThat(site.get("/a" + PATH).statusCode()).isEqualTo(200);
    assertThat(seen).hasSize(2);
  }

  @Test
  void withoutTheOption_thePathIsTheApplications() {
    site.filter.browserReports(false);
    site.servlet("/", (request, response) -> seen.add(request.getRequestURI())).start();

    assertThat(post(JSON, "[]").statusCode()).isEqualTo(200);
    assertThat(seen).hasSize(1);
  }

  @Test
  void tooLarge_isRefused_withAndWithoutItsLength() throws Exception {
    start();
    String large = "[" + " ".repeat(70_000) + "]";
    assertThat(post(JSON, large).statusCode()).isEqualTo(413);
    HttpRequest chunked = HttpRequest.newBuilder(URI.create(site.url(PATH)))
        .timeout(Site.LONG)
        .header("Content-Type", JSON)
        .POST(HttpRequest.BodyPublishers.ofInputStream(
            () -> new java.io.ByteArrayInputStream(large.getBytes(StandardCharsets.US_ASCII))))
        .build();
    assertThat(Site.send(chunked).statusCode()).isEqualTo(413);

    String most = "[" + " ".repeat(64 * 1024 - 2) + "]";
    assertThat(post(JSON, most).statusCode()).isEqualTo(204);
    assertNothingCame();
  }

  @Test
  void slowSenders_occupyFourThreads_andTheApplicationAnswers() throws Exception {
    start();
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        slow.add(sending(""));
      }
      Until.holds(() -> {
        int status = post(JSON, violation(site.url("/a"), "inline")).statusCode();
        if (status != 503) {
          slow.add(sending("")); // this request was read in place of one of them, which was refused
        }
        return status == 503;
      });
      assertThat(site.get("/").statusCode()).isEqualTo(200);
    } finally {
      for (Socket one : slow) {
        one.close();
      }
    }
    Until.holds(() -> post(JSON, "[]").statusCode() == 204); // they are free again
  }

  /** Sends the head of a request and a part of its body. */
  private Socket sending(String part) {
    try {
      Socket socket =
          new Socket(InetAddress.getLoopbackAddress(), Container.shared().port());
      write(socket.getOutputStream(), part);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(OutputStream out, String part) throws IOException {
    out.write(("POST " + site.app.contextPath + PATH + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + Container.shared().port() + "\r\nContent-Type: " + JSON
            + "\r\nContent-Length: 1000\r\n\r\n[" + part)
        .getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Test
  void flood_fillsAQueue_andErrorsStillArrive() {
    site.servlet("/fails", (request, response) -> {
      throw new IllegalStateException("no stock");
    });
    start();
    for (int i = 0; i < 10; i++) {
      StringBuilder reports = new StringBuilder("[");
      for (int n = 0; n < 50; n++) {
        char letter = (char) ('a' + n % 26);
        String path = "/" + (char) ('a' + i) + letter + (n < 26 ? "x" : "y");
        String one = violation(site.url(path), "inline");
        reports.append(n == 0 ? "" : ",").append(one, 1, one.length() - 1);
      }
      assertThat(post(JSON, reports.append("]").toString()).statusCode()).isEqualTo(204);
    }
    site.get("/fails");

    Until.holds(() -> site.client.diagnostics().sent() == 1);
    Until.holds(() -> site.client.diagnostics().reports() >= 32);
    assertThat(site.client.diagnostics().reports()).isLessThanOrEqualTo(48);
    assertThat(site.client.diagnostics().reportsDropped()).isGreaterThan(300);
  }

  @Test
  void reportOfThePathItself_isNoSession() {
    site.filter.sessions(app.trackx.servlet.Sessions.INSTANCE);
    start();
    post(JSON, "[]");
    post("text/plain", "");

    assertThat(site.server.sessions()).isEmpty();
    site.get("/");
    Until.holds(() -> site.server.sessions().size() == 1);
  }
}
