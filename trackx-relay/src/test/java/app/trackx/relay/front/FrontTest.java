package app.trackx.relay.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.relay.intake.Received;
import app.trackx.relay.intake.RequestKind;
import app.trackx.relay.testing.RawHttp;
import app.trackx.relay.testing.Requests;
import app.trackx.testing.Waiting;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrontTest {
  private static final String EVENT = "/v1/" + Requests.KEY + "/event";
  private static final String REPORT = "/v1/" + Requests.KEY + "/report";

  private TestFront front;
  private RawHttp http;

  @BeforeEach
  void start() throws IOException {
    front = TestFront.start();
    http = new RawHttp(front.port());
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    front.close();
  }

  private void restart(FrontOptions options) throws IOException {
    stop();
    front = TestFront.with(options);
    http = new RawHttp(front.port());
  }

  @Test
  void pathInAnotherForm_isTheSameCall() throws IOException {
    String encoded = "%" + Integer.toHexString(Requests.KEY.charAt(0)) + Requests.KEY.substring(1);
    for (String path : List.of(
        "/v1/" + Requests.KEY + "/event/",
        "/V1/" + Requests.KEY + "/Event",
        "/v1/" + encoded + "/event")) {
      assertThat(http.request("POST", path, RawHttp.client(), "{}").status()).isEqualTo(200);
    }
    assertThat(front.intake.received).hasSize(3).allMatch(it -> it.key().equals(Requests.KEY));
  }

  @ParameterizedTest
  @CsvSource({
    "https://Shop.example.com:443/a b, https://shop.example.com",
    "http://localhost:8080, http://localhost:8080",
    "file:///x, null"
  })
  void listOfReportsWithoutOrigin_hasThatOfItsFirstUrl(String url, String origin)
      throws IOException {
    Map<String, String> headers =
        Map.of("User-Agent", Requests.AGENT, "Content-Type", "application/reports+json");
    String report = "[{\"type\":\"crash\",\"url\":\"" + url + "\",\"body\":{}}]";

    assertThat(http.request("POST", REPORT, headers, report).status()).isEqualTo(200);
    assertThat(only().origin()).isEqualTo(origin);
    assertThat(http.request("POST", REPORT, headers, "{}").status()).isEqualTo(403);
  }

  @Test
  void headOfAPing_isAPing() throws IOException {
    String path = "/v1/" + Requests.KEY + "/ping";

    assertThat(http.request("HEAD", path, RawHttp.client(), "").status()).isEqualTo(200);

    assertThat(only().kind()).isEqualTo(RequestKind.PING);
  }

  private Received only() {
    assertThat(front.intake.received).hasSize(1);
    return front.intake.received.get(0);
  }

  @Test
  void event_isHandedOverAsItCame() throws IOException {
    String json = "{\"message\":\"für 😀\",\"meta\":{\"n\":1.50}}";
    http.request("POST", EVENT, RawHttp.clientWith("Referer", "https://shop.example.com/a"), json);

    Received event = only();
    assertThat(event.kind()).isEqualTo(RequestKind.EVENT);
    assertThat(event.key()).isEqualTo(Requests.KEY);
    assertThat(event.origin()).isEqualTo(Requests.ORIGIN);
    assertThat(event.userAgent()).isEqualTo(Requests.AGENT);
    assertThat(event.page()).isEqualTo("https://shop.example.com/a");
    assertThat(event.wallMillis()).isEqualTo(front.time.wallMillis());
    assertThat(new String(event.body(), StandardCharsets.UTF_8)).isEqualTo(json);
    assertThat(event.source()).matches("[0-9ghjkpz]{32}");
  }

  @Test
  void answer_waitsUntilTheRequestIsSafe() throws Exception {
    front.intake.gate = new CompletableFuture<>();
    CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> {
      try {
        return http.event("{}").status();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });
    Waiting.until("the request to arrive", () -> front.intake.received.size() == 1);
    assertThat(status).isNotDone();
    front.intake.gate.complete(null);

    assertThat(status.get(40, TimeUnit.SECONDS)).isEqualTo(200);
  }

  @Test
  void fullIntake_is503WithRetryAfter() throws IOException {
    front.intake.full = true;
    RawHttp.Response response = http.event("{}");

    assertThat(response.status()).isEqualTo(503);
    assertThat(response.headers())
        .containsEntry("retry-after", "30")
        .containsEntry("access-control-expose-headers", "Retry-After");
    front.intake.full = false;
    assertThat(http.event("{}").status()).isEqualTo(200);
    assertThat(front.metrics.text())
        .contains("trackx_relay_refused_total{reason=\"queue\"} 1")
        .contains("trackx_relay_requests_total{kind=\"event\",status=\"503\"} 1")
        .contains("trackx_relay_requests_total{kind=\"event\",status=\"200\"} 1");
  }

  @Test
  void chunkedBody_isRead() throws IOException {
    http.send("POST " + EVENT
        + " HTTP/1.1\r\nHost: x\r\nOrigin: o\r\nUser-Agent: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "3\r\n{\"m\r\n");
    http.send("b\r\nessage\":\"a\"\r\n1\r\n}\r\n0\r\n\r\n");

    assertThat(http.response().status()).isEqualTo(200);
    assertThat(new String(only().body(), StandardCharsets.UTF_8)).isEqualTo("{\"message\":\"a\"}");
  }

  @Test
  void chunkedBodyOverTheLimit_is413() throws IOException {
    http.send(
        "POST " + EVENT
            + " HTTP/1.1\r\nHost: x\r\nOrigin: o\r\nUser-Agent: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    String chunk = "x".repeat(65_536);
    for (int i = 0; i < 17; i++) {
      http.send("10000\r\n" + chunk + "\r\n");
    }
    http.send("0\r\n\r\n");

    assertThat(http.response().status()).isEqualTo(413);
    assertThat(front.intake.received).isEmpty();
  }

  @Test
  void bodyThatIsNeverComplete_isNotAccepted() throws IOException {
    http.send("POST " + EVENT
        + " HTTP/1.1\r\nHost: x\r\nOrigin: o\r\nUser-Agent: a\r\nContent-Length: 100\r\n\r\n{");
    http.close();
    try (RawHttp other = new RawHttp(front.port())) {
      assertThat(other.event("{}").status()).isEqualTo(200);
    }
    Waiting.until(
        "the broken request to be counted", () -> front.metrics.text().contains("status=\"499\""));
    assertThat(front.intake.received).hasSize(1);
  }

  @Test
  void preflight_allowsWhatBrowsersSend() throws IOException {
    Map<String, String> headers = new LinkedHashMap<>(RawHttp.client());
    headers.put("Access-Control-Request-Method", "POST");
    headers.put("Access-Control-Request-Headers", "content-type");
    RawHttp.Response response = http.request("OPTIONS", EVENT, headers, "");

    assertThat(response.status()).isEqualTo(204);
    assertThat(response.headers())
        .containsEntry("access-control-allow-origin", "*")
        .containsEntry("access-control-allow-methods", "GET,POST,OPTIONS")
        .containsEntry(
            "access-control-allow-headers",
            "Content-Type,Authorization,Content-Length,X-Requested-With,*");
    assertThat(http.request("OPTIONS", EVENT, RawHttp.client(), "").status()).isEqualTo(404);
    assertThat(http.request("OPTIONS", "/other", headers, "").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"/event, 200", "/other, 404", "/event?a=1, 400"})
  void scriptsOfOtherOrigins_mayReadEachAnswer(String path, int status) throws IOException {
    RawHttp.Response response =
        http.request("POST", "/v1/" + Requests.KEY + path, RawHttp.client(), "{}");

    assertThat(response.status()).isEqualTo(status);
    assertThat(response.headers())
        .containsEntry("access-control-allow-origin", "*")
        .containsEntry("cross-origin-resource-policy", "cross-origin");
  }

  @Test
  void health_followsTheLog() throws IOException {
    assertThat(http.get("/health").text()).isEqualTo("ok");
    front.healthy = false;
    assertThat(http.get("/health").status()).isEqualTo(503);
  }

  @Test
  void metrics_areText_withoutAnythingOfARequest() throws IOException {
    http.event("{\"message\":\"secret words\"}");
    RawHttp.Response response = http.get("/metrics");

    assertThat(response.headers().get("content-type")).startsWith("text/plain; version=0.0.4");
    assertThat(response.text())
        .contains("trackx_relay_requests_total{kind=\"event\",status=\"200\"} 1")
        .contains("trackx_relay_request_seconds_count 1")
        .contains("trackx_relay_connections 1")
        .doesNotContain(Requests.KEY)
        .doesNotContain("secret words")
        .doesNotContain("127.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "/",
    "/v1",
    "/v2/1dk93jd8sk2/event",
    "/v1/1dk93jd8sk2/event/x",
    "/v1/1dk93jd8sk2/other"
  })
  void otherPaths_areNotFound(String path) throws IOException {
    assertThat(http.request("POST", path, RawHttp.client(), "").status()).isEqualTo(404);
  }

  @Test
  void malformedRequests_areRejected_withoutAPage() throws IOException {
    http.send("GET / HTTP/1.1\r\n\r\n");
    RawHttp.Response noHost = http.response();
    assertThat(noHost.status()).isEqualTo(400);
    assertThat(noHost.text()).doesNotContain("<");
    try (RawHttp other = new RawHttp(front.port())) {
      other.send("GET /health HTTP/1.1\r\nHost: x\r\nX-Large: " + "x".repeat(20_000) + "\r\n\r\n");
      assertThat(other.response().status()).isEqualTo(431);
    }
  }

  @Test
  void sources_areToldApart_byAddressAgentAndOrigin_forADay() throws IOException {
    restart(TestFront.options(Set.of(), true, null, 100, Duration.ofSeconds(30)));
    http.request("POST", EVENT, RawHttp.clientWith("X-Real-IP", "10.0.0.1"), "{}");
    http.request("POST", EVENT, RawHttp.clientWith("X-Real-IP", "10.0.0.1"), "{}");
    http.request("POST", EVENT, RawHttp.clientWith("X-Forwarded-For", "10.0.0.2, 10.9.9.9"), "{}");
    Map<String, String> other = new LinkedHashMap<>(RawHttp.clientWith("X-Real-IP", "10.0.0.1"));
    other.put("User-Agent", "other");
    http.request("POST", EVENT, other, "{}");
    Map<String, String> visitor = new LinkedHashMap<>(RawHttp.clientWith("X-Real-IP", "10.0.0.1"));
    visitor.put("User-Agent", Requests.AGENT + " visitor/" + Requests.source(5));
    http.request("POST", EVENT, visitor, "{}");
    front.time.advance(1, TimeUnit.DAYS);
    http.request("POST", EVENT, RawHttp.clientWith("X-Real-IP", "10.0.0.1"), "{}");

    List<String> sources = new ArrayList<>();
    front.intake.received.forEach(request -> sources.add(request.source()));
    assertThat(sources).hasSize(6);
    assertThat(sources.get(1)).isEqualTo(sources.get(0));
    assertThat(sources.get(4)).isEqualTo(sources.get(0)); // a visitor of the same instance
    assertThat(Set.of(sources.get(0), sources.get(2), sources.get(3), sources.get(5)))
        .hasSize(4);
  }

  @Test
  void proxysHeaders_countOnlyIfTrusted() throws IOException {
    http.request("POST", EVENT, RawHttp.clientWith("X-Real-IP", "10.0.0.1"), "{}");
    http.event("{}");
    assertThat(front.intake.received.get(0).source())
        .isEqualTo(front.intake.received.get(1).source());

    restart(TestFront.options(Set.of(), true, null, 100, Duration.ofSeconds(30)));
    for (String invalid : List.of("unknown", "10.0.0", "010.0.0.1", "256.1.1.1", "::g", "1:2")) {
      RawHttp.Response response =
          http.request("POST", EVENT, RawHttp.clientWith("X-Real-IP", invalid), "{}");
      assertThat(response.status()).isEqualTo(400);
      assertThat(response.text()).isEqualTo("Invalid IP");
    }
    for (String valid : List.of("10.0.0.1", "::1", "2001:db8::10.0.0.1", "1:2:3:4:5:6:7:8")) {
      assertThat(http.request("POST", EVENT, RawHttp.clientWith("X-Real-IP", valid), "{}")
              .status())
          .isEqualTo(200);
    }
  }

  @Test
  void reports_areSplit_andOldOnesIgnored() throws IOException {
    String one =
        "{\"type\":\"deprecation\",\"age\":1,\"url\":\"https://x.example.com/\",\"body\":{}}";
    String old = one.replace("\"age\":1", "\"age\":9999999");
    Map<String, String> headers =
        RawHttp.clientWith("Content-Type", "application/reports+json; charset=utf-8");

    assertThat(http.request("POST", REPORT, headers, "[" + one + "," + old + ",1," + one + "]")
            .text())
        .isEqualTo("ok");
    assertThat(front.intake.received).hasSize(2);
    assertThat(front.intake.received.get(0).contentType()).isEqualTo("application/reports+json");
    assertThat(new String(front.intake.received.get(0).body(), StandardCharsets.UTF_8))
        .isEqualTo("[" + one + "]");
    assertThat(http.request("POST", REPORT, headers, "[]").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/csp-report | {\"csp-report\":{}} | 200",
        "application/csp-report | {\"csp-report\":1} | 200",
        "application/json | {\"type\":\"crash\"} | 500",
        "application/json | [] | 200",
        "application/reports+json | {} | 400",
        "application/reports+json | [{\"type\":\"coop\",\"url\":\"u\"}] | 500",
        "text/plain | {\"a\":1} | 200",
        "text/plain | nonsense | 400",
        "text/html | {} | 422"
      })
  void reports_areCheckedAsByTheServer(String type, String body, int status) throws IOException {
    assertThat(http.request("POST", REPORT, RawHttp.clientWith("Content-Type", type), body)
            .status())
        .isEqualTo(status);
  }

  @Test
  void reportWithoutType_is400() throws IOException {
    assertThat(http.request("POST", REPORT, RawHttp.client(), "{}").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | 500",
        "[1] | 400",
        "\"x\" | 400",
        "1 | 200",
        "\"\" | 200",
        "{} {} | 422",
        "{\"type\":\"1\"} | 422"
      })
  void unusualBodies_areAnsweredAsByTheServer(String body, int status) throws IOException {
    assertThat(http.event(body).status()).isEqualTo(status);
  }

  @Test
  void bodyNestedTooDeep_isRejected() throws IOException {
    String deep = "{\"meta\":" + "{\"a\":".repeat(600) + "1" + "}".repeat(601);

    assertThat(http.event(deep).status()).isEqualTo(422);
  }

  @Test
  void longPage_isRejected() throws IOException {
    Map<String, String> headers = RawHttp.clientWith("Referer", "https://x/" + "x".repeat(1000));

    assertThat(http.request("POST", EVENT, headers, "{}").text())
        .isEqualTo("Invalid uri, referer, or origin");
    assertThat(http.request("POST", EVENT, headers, "{\"uri\":\"u\"}").status()).isEqualTo(200);
  }

  @Test
  void idleConnection_isClosed() throws IOException {
    restart(TestFront.options(Set.of(), false, null, 100, Duration.ofSeconds(1)));
    http.send("POST " + EVENT + " HTTP/1.1\r\n");

    assertThatThrownBy(http::response).isInstanceOf(EOFException.class);
  }

  @Test
  void connectionsOverTheLimit_wait() throws IOException {
    restart(TestFront.options(Set.of(), false, null, 1, Duration.ofSeconds(30)));
    assertThat(http.get("/health").status()).isEqualTo(200);
    try (RawHttp second = new RawHttp(front.port())) {
      second.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(http.get("/metrics").text()).contains("trackx_relay_connections 1");
      http.close();
      assertThat(second.response().status()).isEqualTo(200);
    }
  }

  @Test
  void stop_answersWhatWasRead() throws Exception {
    front.intake.gate = new CompletableFuture<>();
    http.send("POST " + EVENT
        + " HTTP/1.1\r\nHost: x\r\nOrigin: o\r\nUser-Agent: a\r\nContent-Length: 2\r\n\r\n{}");
    Waiting.until("the request to arrive", () -> front.intake.received.size() == 1);
    Thread stop = new Thread(front::close);
    stop.start();
    Waiting.until("the port to be closed", () -> {
      try (RawHttp refused = new RawHttp(front.port() < 0 ? 1 : front.port())) {
        return false;
      } catch (IOException closed) {
        return true;
      }
    });
    front.intake.gate.complete(null);

    assertThat(http.response().status()).isEqualTo(200);
    Waiting.forEndOf(stop);
  }

  @Test
  void addressInUse_isASentence() {
    FrontOptions same = new FrontOptions(
        new java.net.InetSocketAddress("127.0.0.1", front.port()),
        null,
        Set.of(),
        false,
        1024,
        1,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1));

    assertThatThrownBy(() -> TestFront.with(same))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("--listen");
  }
}
