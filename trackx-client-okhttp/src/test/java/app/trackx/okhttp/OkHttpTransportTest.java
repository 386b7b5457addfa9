package app.trackx.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import app.trackx.TrackXClient;
import app.trackx.local.TrackXLocal;
import app.trackx.testing.RawServer;
import app.trackx.transport.Outcome;
import app.trackx.transport.TransportRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Authenticator;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttp;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.internal.http2.ErrorCode;
import okhttp3.internal.http2.StreamResetException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class OkHttpTransportTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final byte[] EVENT =
      "{\"name\":\"\u00fc\u6f22\",\"type\":4,\"meta\":{}}".getBytes(StandardCharsets.UTF_8);
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final OkHttpClient application = new OkHttpClient();
  private final OkHttpTransport transport = OkHttpTransport.over(application);

  @AfterEach
  void close() {
    transport.idle();
    application.connectionPool().evictAll();
  }

  @Test
  void okhttp_hasTheVersionOfThisRun() throws Exception {
    Object version = OkHttp.class.getField("VERSION").get(null); // javac would copy the constant

    assertThat(version.toString()).startsWith(System.getProperty("trackx.test.okhttp", "4."));
  }

  @Test
  void errorThatAClientSends_arrives() throws Exception {
    try (TrackXLocal server = TrackXLocal.start();
        TrackXClient client =
            TrackXClient.builder(server.endpoint()).transport(transport).build()) {
      client.sendEvent(new IllegalStateException("no order"));

      assertThat(server.awaitEvents(1, Duration.ofSeconds(20))).isTrue();
      assertThat(server.events().get(0).message()).isEqualTo("no order");
    }
  }

  @Test
  void event_headersAndBody_areThoseOfTheRequest() throws IOException {
    try (RawServer server = answering(200)) {
      transport.send(request(server));

      String sent = server.requests().get(0);
      String[] parts = sent.split("\r\n\r\n", 2);
      assertThat(parts[0].lines())
          .contains(
              "POST /v1/1dhvjg9b2y7/event HTTP/1.1",
              "Origin: https://shop.example.com",
              "User-Agent: Java/17.0 (Linux; amd64)",
              "Content-Type: application/json",
              "Content-Length: " + EVENT.length,
              "Accept-Encoding: identity");
      assertThat(parts[1].getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(EVENT);
    }
  }

  @Test
  void event_hasNoOtherHeaders() throws IOException {
    try (RawServer server = answering(200)) {
      transport.send(request(server));

      assertThat(server.requests().get(0).split("\r\n\r\n")[0].lines().skip(1))
          .extracting(line -> line.substring(0, line.indexOf(':')))
          .containsExactlyInAnyOrder(
              "Origin",
              "User-Agent",
              "Content-Type",
              "Content-Length",
              "Accept-Encoding",
              "Host",
              "Connection");
    }
  }

  @Test
  void ping_isAPostWithoutABodyButWithALength() throws IOException {
    try (RawServer server = answering(200)) {
      transport.send(
          new TransportRequest(server.url(), Map.of("Origin", "java"), new byte[0], TIMEOUT));

      assertThat(server.requests().get(0))
          .startsWith("POST /v1/")
          .endsWith("\r\n\r\n")
          .contains("Content-Length: 0\r\n")
          .doesNotContainIgnoringCase("content-type")
          .doesNotContainIgnoringCase("transfer-encoding");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200, SENT",
    "204, SENT",
    "302, MISCONFIGURED",
    "307, MISCONFIGURED",
    "308, MISCONFIGURED",
    "400, REJECTED",
    "401, MISCONFIGURED",
    "403, MISCONFIGURED",
    "404, MISCONFIGURED",
    "408, RETRY",
    "413, REJECTED",
    "421, REJECTED",
    "425, RETRY",
    "429, RATE_LIMITED",
    "500, RETRY",
    "503, RETRY",
    "599, RETRY",
  })
  void status_hasItsOutcome_andTheEventIsSentOnce(int status, Outcome.Kind kind)
      throws IOException {
    try (RawServer server = answering(status)) {
      Outcome outcome = transport.send(request(server));

      assertThat(outcome.kind()).isEqualTo(kind);
      assertThat(outcome.status()).isEqualTo(kind == Outcome.Kind.SENT ? 200 : status);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 503})
  void status_thatOkHttpWouldRetry_isSentOnce(int status) throws IOException {
    String[] answer = {"HTTP/1.1 " + status + " X", "Retry-After: 0", "Content-Length: 0"};
    try (RawServer server = RawServer.answering(answer)) {
      transport.send(request(server));

      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void headers_determineTheOutcome() throws IOException {
    String[] answer = {"HTTP/1.1 429 X", "retry-after: 1800", "Content-Length: 0"};
    try (RawServer server = RawServer.answering(answer)) {
      assertThat(transport.send(request(server)).retryAfter()).isEqualTo(Duration.ofMinutes(30));
    }
  }

  @Test
  void htmlPage_isRetried() throws IOException {
    try (RawServer server =
        writing("HTTP/1.1 200 OK\r\nContent-Length: 22\r\n\r\n<!doctype html> log in")) {
      assertThat(transport.send(request(server)).kind()).isEqualTo(Outcome.Kind.RETRY);
    }
  }

  @Test
  void misconfiguration_hasTheServersText() throws IOException {
    try (RawServer server = writing("HTTP/1.1 403 No\r\nContent-Length: 11\r\n\r\nInvalid key")) {
      assertThat(transport.send(request(server)).detail()).isEqualTo("Invalid key");
    }
  }

  @Test
  void misconfiguration_withAHugeBody_hasItsStart() throws IOException {
    try (RawServer server =
        writing("HTTP/1.1 404 No\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(1_000_000))) {
      assertThat(transport.send(request(server)).detail()).isEqualTo("x".repeat(128));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirect_isNotFollowed(int status) throws IOException {
    try (RawServer elsewhere = answering(200);
        RawServer server = redirecting(status, elsewhere)) {
      Outcome outcome = transport.send(request(server));

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.MISCONFIGURED);
      assertThat(outcome.status()).isEqualTo(status);
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void redirect_thatAFactoryFollows_isMisconfigured() throws IOException {
    try (RawServer elsewhere = answering(200);
        RawServer server = redirecting(302, elsewhere)) {
      Outcome outcome = OkHttpTransport.over(application::newCall).send(request(server));

      assertThat(elsewhere.requests()).hasSize(1);
      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.MISCONFIGURED);
      assertThat(outcome.status()).isEqualTo(302);
    }
  }

  @Test
  void interceptorsOfTheApplication_run() throws IOException {
    Interceptor mark = chain -> chain.proceed(
        chain.request().newBuilder().header("X-Application", "yes").build());
    try (RawServer server = answering(200)) {
      over(application.newBuilder().addInterceptor(mark)).send(request(server));

      assertThat(server.requests().get(0)).contains("X-Application: yes");
    }
  }

  @Test
  void cookiesOfTheApplication_areNeitherSentNorStored() throws IOException {
    List<Cookie> stored = new CopyOnWriteArrayList<>();
    CookieJar jar = new CookieJar() {
      @Override
      public List<Cookie> loadForRequest(HttpUrl url) {
        return List.of(
            new Cookie.Builder().domain(url.host()).name("session").value("1").build());
      }

      @Override
      public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
        stored.addAll(cookies);
      }
    };
    String[] answer = {"HTTP/1.1 200 OK", "Set-Cookie: a=b", "Content-Length: 0"};
    try (RawServer server = RawServer.answering(answer)) {
      over(application.newBuilder().cookieJar(jar)).send(request(server));

      assertThat(server.requests().get(0)).doesNotContain("session");
      assertThat(stored).isEmpty();
    }
  }

  @Test
  void connection_isKept_untilIdle_andNotInTheApplicationsPool() throws IOException {
    try (RawServer server = answering(200)) {
      for (int i = 0; i < 20; i++) {
        transport.send(request(server));
      }
      assertThat(server.connections()).isEqualTo(1);

      transport.idle();
      transport.send(request(server));

      assertThat(server.connections()).isEqualTo(2);
      assertThat(application.connectionPool().connectionCount()).isZero();
    }
  }

  @Test
  void newConnection_closedWithoutResponse_isTheRateLimit_andTheEventIsSentOnce()
      throws IOException {
    try (RawServer server = new RawServer(out -> false)) {
      Outcome outcome = transport.send(request(server));

      assertClosedWithoutResponse(outcome);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void newConnection_reset_isTheRateLimit() throws IOException {
    try (ResettingServer server = new ResettingServer()) {
      assertClosedWithoutResponse(transport.send(request(server.url(), TIMEOUT)));
    }
  }

  @Test
  void reusedConnection_closedWithoutResponse_isRetriedOnceOnANewOne() throws IOException {
    try (RawServer server = closingFrom(2, 2)) {
      transport.send(request(server));

      Outcome outcome = transport.send(request(server));

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.SENT);
      assertThat(server.requests()).hasSize(3);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void reusedConnection_closedWithoutResponse_andTheNewOneToo_isTheRateLimit() throws IOException {
    try (RawServer server = closingFrom(2, Integer.MAX_VALUE)) {
      transport.send(request(server));

      Outcome outcome = transport.send(request(server));

      assertClosedWithoutResponse(outcome);
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void connection_afterARetry_isReused() throws IOException {
    try (RawServer server = closingFrom(2, 2)) {
      for (int i = 0; i < 5; i++) {
        assertThat(transport.send(request(server)).kind()).isEqualTo(Outcome.Kind.SENT);
      }

      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"H", "HTTP/1.1 20", "HTTP/1.1 200 OK\r\nA", "HTTP/1.1 200 OK\r\nA: b\r\nC: d"})
  void connection_closedWithinTheHead_isAnIoException_andTheEventIsSentOnce(String head)
      throws IOException {
    try (RawServer server = new RawServer(out -> {
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      return false;
    })) {
      assertThatThrownBy(() -> transport.send(request(server))).isInstanceOf(IOException.class);

      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void factory_whoseConnectionClosesWithoutResponse_isAnIoException() throws IOException {
    try (RawServer server = new RawServer(out -> false)) {
      OkHttpTransport over = OkHttpTransport.over(application::newCall);

      assertThatThrownBy(() -> over.send(request(server))).isInstanceOf(IOException.class);

      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void protocolErrorOverHttp2_isTheRateLimit() throws IOException {
    OkHttpTransport over = OkHttpTransport.over(application
        .newBuilder()
        .addInterceptor(chain -> {
          throw new StreamResetException(ErrorCode.PROTOCOL_ERROR);
        })
        .build());

    assertClosedWithoutResponse(over.send(request("http://127.0.0.1:1/v1/k/event", TIMEOUT)));
  }

  @Test
  void protocols_areHttp1_unlessTheClientRequiresHttp2PriorKnowledge() throws IOException {
    OkHttpClient.Builder http2 =
        application.newBuilder().protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
    try (RawServer server = new RawServer(out -> false)) {
      catchThrowable(() -> over(http2).send(request(server)));

      assertThat(server.requests())
          .anyMatch(request -> request.startsWith("PRI * HTTP/2.0"))
          .noneMatch(request -> request.startsWith("POST "));
      transport.send(request(server));
      assertThat(server.requests()).anyMatch(request -> request.startsWith("POST "));
    }
  }

  @Test
  void status407_ofAProxy_namesTheProxy() throws IOException {
    try (RawServer proxy = answering(407)) {
      Outcome outcome = over(behind(proxy)).send(request("http://127.0.0.1:1/v1/k/event", TIMEOUT));

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.RETRY);
      assertThat(outcome.status()).isEqualTo(407);
      assertThat(outcome.detail()).isEqualTo(name(proxy));
      assertThat(proxy.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 407, 502})
  void tunnel_thatAProxyRefuses_namesTheProxy(int status) throws IOException {
    try (RawServer proxy = answering(status)) {
      Outcome outcome =
          over(behind(proxy)).send(request("https://127.0.0.1:1/v1/k/event", TIMEOUT));

      assertThat(proxy.requests().get(0)).startsWith("CONNECT 127.0.0.1:1 ");
      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.RETRY);
      assertThat(outcome.status()).isEqualTo(status);
      assertThat(outcome.detail()).isEqualTo(name(proxy));
    }
  }

  @Test
  void status407_withoutAProxy_isAnIoException() throws IOException {
    try (RawServer server = answering(407)) {
      assertThatThrownBy(() -> transport.send(request(server))).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 407})
  void credentialsOfTheApplication_areSentWhenAskedFor(int status) throws IOException {
    Authenticator login = (route, response) -> response.request().header("Authorization") != null
        ? null
        : response.request().newBuilder().header("Authorization", "Basic YTpi").build();
    int[] answered = {0};
    try (RawServer server = new RawServer(out -> {
      boolean first = answered[0]++ == 0;
      out.write(bytes(first ? "HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n" : OK));
      return true;
    })) {
      OkHttpClient.Builder client = status == 407 ? behind(server) : application.newBuilder();

      Outcome outcome =
          over(client.authenticator(login).proxyAuthenticator(login)).send(request(server));

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.SENT);
      assertThat(server.requests()).hasSize(2);
      assertThat(server.requests().get(1)).contains("Authorization: Basic YTpi");
    }
  }

  @Test
  void unresponsiveServer_timesOut() throws IOException {
    try (RawServer server = silent()) {
      assertTimesOut(transport, server);
    }
  }

  @Test
  void clientWithoutTimeouts_hasTheTimeoutOfTheRequest() throws IOException {
    try (RawServer server = silent()) {
      assertTimesOut(
          over(application.newBuilder().readTimeout(Duration.ZERO).callTimeout(Duration.ZERO)),
          server);
    }
  }

  @Test
  void timeout_includesTheSecondAttempt() throws IOException {
    RawServer[] self = new RawServer[1];
    int[] answered = {0};
    try (RawServer server = new RawServer(out -> {
      if (++answered[0] == 1) {
        out.write(bytes(OK));
        return true;
      }
      if (answered[0] > 2) {
        self[0].pause(20_000);
      }
      return false;
    })) {
      self[0] = server;
      transport.send(request(server));

      assertTimesOut(transport, server);
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void endlessBody_isReadNoLongerThanTheTimeout() throws IOException {
    try (RawServer server = dripping("HTTP/1.1 403 Forbidden\r\nContent-Length: 100000\r\n\r\n")) {
      Outcome outcome = transport.send(request(server.url(), Duration.ofMillis(300)));

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.MISCONFIGURED);
    }
  }

  @Test
  void endlessHead_isReadNoLongerThanTheTimeout() throws IOException {
    try (RawServer server = dripping("HTTP/1.1 200 OK\r\nX-Slow: ")) {
      assertTimesOut(transport, server);
    }
  }

  @Test
  void cancelledCall_isAnIoException_andNoRateLimit() throws IOException {
    OkHttpClient[] shared = new OkHttpClient[1];
    try (RawServer server = new RawServer(out -> {
      shared[0].dispatcher().cancelAll();
      return false;
    })) {
      shared[0] = application.newBuilder().build();

      assertThatThrownBy(() -> OkHttpTransport.over(shared[0]).send(request(server)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void refusedConnection_isAnIoException() throws IOException {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }

    assertThatThrownBy(() -> transport.send(request("http://127.0.0.1:" + port + "/v1/k", TIMEOUT)))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "HTTP/1.1", "HTTP/1.1 abc", "HTTP/9 200 OK", "220 smtp ready"})
  void garbage_isAnIoException(String line) throws IOException {
    try (RawServer server = RawServer.answering(line)) {
      assertThatThrownBy(() -> transport.send(request(server))).isInstanceOf(IOException.class);
    }
  }

  private static OkHttpTransport over(OkHttpClient.Builder client) {
    return OkHttpTransport.over(client.build());
  }

  private OkHttpClient.Builder behind(RawServer proxy) {
    return application.newBuilder().proxy(new Proxy(Proxy.Type.HTTP, proxy.address()));
  }

  private static String name(RawServer proxy) {
    return proxy.address().getHostString() + ":" + proxy.address().getPort();
  }

  private static void assertClosedWithoutResponse(Outcome outcome) {
    Outcome expected = Outcome.closedWithoutAnswer();
    assertThat(outcome.kind()).isEqualTo(expected.kind());
    assertThat(outcome.status()).isEqualTo(expected.status());
    assertThat(outcome.retryAfter()).isEqualTo(expected.retryAfter());
  }

  /** The timeout is 300 ms; the servers here would continue for 20 s. */
  private static void assertTimesOut(OkHttpTransport transport, RawServer server) {
    long start = System.nanoTime();
    TransportRequest quick = request(server.url(), Duration.ofMillis(300));

    assertThatThrownBy(() -> transport.send(quick)).isInstanceOf(IOException.class);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  private static TransportRequest request(RawServer server) {
    return request(server.url(), TIMEOUT);
  }

  private static TransportRequest request(String url, Duration timeout) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Origin", "https://shop.example.com");
    headers.put("User-Agent", "Java/17.0 (Linux; amd64)");
    headers.put("Content-Type", "application/json");
    return new TransportRequest(url, headers, EVENT, timeout);
  }

  private static RawServer answering(int status) throws IOException {
    return status == 204
        ? RawServer.answering("HTTP/1.1 204 X")
        : RawServer.answering("HTTP/1.1 " + status + " X", "Content-Length: 0");
  }

  private static RawServer redirecting(int status, RawServer elsewhere) throws IOException {
    return RawServer.answering(
        "HTTP/1.1 " + status + " X", "Location: " + elsewhere.url(), "Content-Length: 0");
  }

  private static RawServer writing(String answer) throws IOException {
    return new RawServer(out -> {
      out.write(bytes(answer));
      return true;
    });
  }

  /**
   * Returns a server that closes the connection instead of responding to these requests, counted
   * from 1.
   */
  private static RawServer closingFrom(int first, int last) throws IOException {
    int[] count = {0};
    return new RawServer(out -> {
      int request = ++count[0];
      if (request >= first && request <= last) {
        return false;
      }
      out.write(bytes(OK));
      return true;
    });
  }

  private static RawServer silent() throws IOException {
    RawServer[] self = new RawServer[1];
    self[0] = new RawServer(out -> {
      self[0].pause(20_000);
      return false;
    });
    return self[0];
  }

  /** Returns a server that sends another byte every 20 ms. */
  private static RawServer dripping(String start) throws IOException {
    RawServer[] self = new RawServer[1];
    self[0] = new RawServer(out -> {
      out.write(bytes(start));
      return drip(self[0], out);
    });
    return self[0];
  }

  private static boolean drip(RawServer server, OutputStream out)
      throws IOException, InterruptedException {
    for (int i = 0; i < 1_000; i++) {
      out.write('x');
      out.flush();
      server.pause(20);
    }
    return false;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
