package app.trackx.internal.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.transport.Outcome;
import app.trackx.transport.TransportRequest;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.OkHttp;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("wire")
@Timeout(30)
class OkHttpTransportTest {
  @RegisterExtension
  static final WireMockExtension SERVER = WireMockExtension.newInstance()
      .options(wireMockConfig()
          .bindAddress("127.0.0.1")
          .dynamicPort()
          .dynamicHttpsPort()
          .gzipDisabled(true))
      .build();

  private static final String PATH = "/v1/1dhvjg9b2y7/event";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final byte[] EVENT =
      "{\"name\":\"\u00fc\u6f22\",\"type\":4,\"meta\":{}}".getBytes(StandardCharsets.UTF_8);

  private final OkHttpTransport transport = OkHttpTransport.create(false, TIMEOUT);
  private final OkHttpClient application =
      new OkHttpClient.Builder().followRedirects(true).build();

  @AfterEach
  void close() {
    transport.idle();
    application.connectionPool().evictAll();
  }

  @Test
  void okhttp_isTheVersionThatThisRunIsAbout() {
    assertThat(OkHttp.VERSION).startsWith(System.getProperty("trackx.test.okhttp", "5."));
  }

  @Test
  void event_headersAndBody_areExactlyWhatWasAskedFor() throws IOException {
    answer(aResponse().withStatus(200).withBody("ok"));

    transport.send(event());

    LoggedRequest sent = theRequest();
    assertThat(sent.getMethod()).isEqualTo(RequestMethod.POST);
    assertThat(sent.getUrl()).isEqualTo(PATH);
    assertThat(sent.getBody()).isEqualTo(EVENT);
    assertThat(sent.header("Origin").values()).containsExactly("https://shop.example.com");
    assertThat(sent.header("User-Agent").values()).containsExactly("Java/17.0 (Linux; amd64)");
    assertThat(sent.header("Content-Type").values()).containsExactly("application/json");
    assertThat(sent.header("Content-Length").values())
        .containsExactly(String.valueOf(EVENT.length));
    assertThat(sent.header("Transfer-Encoding").isPresent()).isFalse();
    assertThat(sent.header("Content-Encoding").isPresent()).isFalse();
  }

  @Test
  void event_hasNoHeadersThatNobodyAskedFor() throws IOException {
    try (RawServer server = RawServer.answering("HTTP/1.1 200 OK", "Content-Length: 0")) {
      transport.send(request(server.url(), TIMEOUT));

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
    try (RawServer server = RawServer.answering("HTTP/1.1 200 OK", "Content-Length: 0")) {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put("Origin", "java");
      transport.send(new TransportRequest(server.url(), headers, new byte[0], TIMEOUT));

      String head = server.requests().get(0);
      assertThat(head)
          .startsWith("POST /v1/")
          .endsWith("\r\n\r\n")
          .contains("Content-Length: 0\r\n");
      assertThat(head).doesNotContainIgnoringCase("content-type");
      assertThat(head).doesNotContainIgnoringCase("transfer-encoding");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200, SENT",
    "201, SENT",
    "202, SENT",
    "204, SENT",
    "300, REFUSED",
    "301, REFUSED",
    "302, REFUSED",
    "303, REFUSED",
    "304, REFUSED",
    "307, REFUSED",
    "308, REFUSED",
    "400, REJECTED",
    "401, REFUSED",
    "402, REJECTED",
    "403, REFUSED",
    "404, REFUSED",
    "405, REJECTED",
    "408, RETRY",
    "409, REJECTED",
    "410, REJECTED",
    "413, REJECTED",
    "415, REJECTED",
    "421, REJECTED",
    "422, REJECTED",
    "425, RETRY",
    "429, LOCKED",
    "431, REJECTED",
    "451, REJECTED",
    "500, RETRY",
    "501, RETRY",
    "502, RETRY",
    "503, RETRY",
    "504, RETRY",
    "599, RETRY",
  })
  void status_isReadAsTheTableOfOutcomesSays(int status, Outcome.Kind kind) throws IOException {
    answer(aResponse().withStatus(status));

    Outcome outcome = transport.send(event());

    assertThat(outcome.kind()).isEqualTo(kind);
    assertThat(outcome.status()).isEqualTo(kind == Outcome.Kind.SENT ? 200 : status);
    SERVER.verify(1, anyRequestedFor(anyUrl()));
  }

  @Test
  void status407_ofAProxy_isRetried() throws IOException {
    String[] answer = {"HTTP/1.1 407 Login", "Content-Length: 0"};
    try (RawServer proxy = RawServer.answering(answer)) {
      OkHttpClient behind = application
          .newBuilder()
          .proxy(new Proxy(Proxy.Type.HTTP, proxy.address()))
          .build();

      Outcome outcome = OkHttpTransport.over(behind).send(event());

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.RETRY);
      assertThat(outcome.status()).isEqualTo(407);
    }
  }

  @Test
  void status407_withoutAProxy_isAnIoException() {
    answer(aResponse().withStatus(407));

    assertThatThrownBy(() -> transport.send(event())).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 421, 503})
  void status_thatOkHttpWouldRepeatByItself_isSentOnce(int status) throws IOException {
    answer(aResponse().withStatus(status).withHeader("Retry-After", "0"));

    transport.send(event());
    OkHttpTransport.over(application).send(event());

    SERVER.verify(2, anyRequestedFor(anyUrl()));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void retryAfter_inSeconds_isTheLock(int status) throws IOException {
    answer(aResponse().withStatus(status).withHeader("Retry-After", "1800"));

    Outcome outcome = transport.send(event());

    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.LOCKED);
    assertThat(outcome.lock()).isEqualTo(Duration.ofMinutes(30));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void retryAfter_asADate_isTheLock(int status) throws IOException {
    answer(aResponse()
        .withStatus(status)
        .withHeader("Date", "Sun, 06 Nov 1994 08:49:37 GMT")
        .withHeader("Retry-After", "Sun, 06 Nov 1994 08:51:37 GMT"));

    assertThat(transport.send(event()).lock()).isEqualTo(Duration.ofMinutes(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon"})
  void retryAfter_thatMeansNothing_isAMinuteFor429(String value) throws IOException {
    answer(aResponse().withStatus(429).withHeader("Retry-After", value));

    assertThat(transport.send(event()).lock()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void refusal_bearsTheWordsOfTheServer() throws IOException {
    answer(aResponse().withStatus(403).withBody("Invalid key"));

    assertThat(transport.send(event()).detail()).isEqualTo("Invalid key");
  }

  @Test
  void refusal_withAHugeAnswer_bearsItsBeginning() throws IOException {
    answer(aResponse().withStatus(404).withBody("x".repeat(1_000_000)));

    assertThat(transport.send(event()).detail()).isEqualTo("x".repeat(128));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirect_isNeverFollowed(int status) throws IOException {
    answer(aResponse().withStatus(status).withHeader("Location", url("/elsewhere")));

    assertThat(transport.send(event()).kind()).isEqualTo(Outcome.Kind.REFUSED);

    SERVER.verify(0, anyRequestedFor(urlEqualTo("/elsewhere")));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirect_isNotFollowedByAClientOfTheApplicationEither(int status) throws IOException {
    answer(aResponse().withStatus(status).withHeader("Location", url("/elsewhere")));

    Outcome outcome = OkHttpTransport.over(application).send(event());

    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.REFUSED);
    assertThat(outcome.status()).isEqualTo(status);
    SERVER.verify(0, anyRequestedFor(urlEqualTo("/elsewhere")));
  }

  @Test
  void redirect_thatAFactoryOfTheApplicationFollows_isNoSuccess() throws IOException {
    answer(aResponse().withStatus(302).withHeader("Location", url("/elsewhere")));
    SERVER.stubFor(any(urlEqualTo("/elsewhere")).willReturn(aResponse().withStatus(200)));

    Outcome outcome = OkHttpTransport.over(call -> application.newCall(call)).send(event());

    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.REFUSED);
    assertThat(outcome.status()).isEqualTo(302);
  }

  @Test
  void clientOfTheApplication_keepsItsInterceptors() throws IOException {
    answer(aResponse().withStatus(200));
    OkHttpClient own = application
        .newBuilder()
        .addInterceptor(chain -> chain.proceed(
            chain.request().newBuilder().header("X-Application", "yes").build()))
        .build();

    OkHttpTransport.over(own).send(event());

    assertThat(theRequest().header("X-Application").firstValue()).isEqualTo("yes");
  }

  @Test
  void clientOfTheApplication_isBoundByTheCallTimeoutToo() throws IOException {
    try (RawServer server = silent()) {
      OkHttpClient patient = application
          .newBuilder()
          .readTimeout(Duration.ZERO)
          .callTimeout(Duration.ZERO)
          .build();

      assertGivesUpSoon(OkHttpTransport.over(patient), server);
    }
  }

  @Test
  void clientOfTheApplication_keepsItsConnectionsWhenIdle() throws IOException {
    try (RawServer server = RawServer.answering("HTTP/1.1 200 OK", "Content-Length: 0")) {
      OkHttpTransport over = OkHttpTransport.over(application);
      over.send(request(server.url(), TIMEOUT));

      over.idle();

      assertThat(application.connectionPool().connectionCount()).isEqualTo(1);
    }
  }

  @Test
  void connection_isKeptOver20Requests() throws IOException {
    try (RawServer server = RawServer.answering("HTTP/1.1 200 OK", "Content-Length: 0")) {
      for (int i = 0; i < 20; i++) {
        transport.send(request(server.url(), TIMEOUT));
      }

      assertThat(server.requests()).hasSize(20);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void connection_isClosedWhenIdle() throws IOException {
    try (RawServer server = RawServer.answering("HTTP/1.1 200 OK", "Content-Length: 0")) {
      transport.send(request(server.url(), TIMEOUT));
      transport.idle();
      transport.send(request(server.url(), TIMEOUT));

      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void connectionThatBreaksAfterTheRequest_getsItOnce() throws IOException {
    try (RawServer server = new RawServer(out -> false)) {
      assertThatThrownBy(() -> transport.send(request(server.url(), TIMEOUT)))
          .isInstanceOf(IOException.class);

      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void keptConnectionThatBreaksAfterTheRequest_getsItOnce() throws IOException {
    int[] answered = {0};
    try (RawServer server = new RawServer(out -> {
      if (answered[0]++ > 0) {
        return false;
      }
      out.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return true;
    })) {
      transport.send(request(server.url(), TIMEOUT));

      assertThatThrownBy(() -> transport.send(request(server.url(), TIMEOUT)))
          .isInstanceOf(IOException.class);
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void silentServer_isWaitedForNoLongerThanTheTimeout() throws IOException {
    try (RawServer server = silent()) {
      assertGivesUpSoon(transport, server);
    }
  }

  @Test
  void endlessRefusal_isReadNoLongerThanTheTimeout() throws IOException {
    try (RawServer server = dripping("HTTP/1.1 403 Forbidden")) {
      long start = System.nanoTime();

      Outcome outcome = transport.send(request(server.url(), Duration.ofMillis(300)));

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.REFUSED);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void endlessHead_isReadNoLongerThanTheTimeout() throws IOException {
    RawServer[] self = new RawServer[1];
    try (RawServer server = new RawServer(out -> {
      out.write("HTTP/1.1 200 OK\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
      return drip(self[0], out);
    })) {
      self[0] = server;
      assertGivesUpSoon(transport, server);
    }
  }

  @Test
  void endlessSuccess_isASuccessWithoutReadingIt() throws IOException {
    try (RawServer server = dripping("HTTP/1.1 200 OK")) {
      Outcome outcome = transport.send(request(server.url(), TIMEOUT));

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.SENT);
    }
  }

  @Test
  void refusedConnection_isAnIoException() throws IOException {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }

    assertThatThrownBy(() -> transport.send(request("http://127.0.0.1:" + port + PATH, TIMEOUT)))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "HTTP/1.1",
        "HTTP/1.1 abc",
        "HTTP/9 200 OK",
        "\u0000\u0001",
        "220 smtp ready"
      })
  void garbage_isAnIoException(String line) throws IOException {
    try (RawServer server = RawServer.answering(line)) {
      assertThatThrownBy(() -> transport.send(request(server.url(), TIMEOUT)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void tls_withACertificateOfNoAuthority_isAnIoException() {
    answer(aResponse().withStatus(200));
    String url = "https://127.0.0.1:" + SERVER.getHttpsPort() + PATH;

    assertThatThrownBy(() -> OkHttpTransport.create(true, TIMEOUT).send(request(url, TIMEOUT)))
        .isInstanceOf(IOException.class);
    SERVER.verify(0, anyRequestedFor(anyUrl()));
  }

  private static void answer(ResponseDefinitionBuilder response) {
    SERVER.stubFor(any(urlEqualTo(PATH)).willReturn(response));
  }

  private static String url(String path) {
    return "http://127.0.0.1:" + SERVER.getPort() + path;
  }

  private static LoggedRequest theRequest() {
    return SERVER.findAll(anyRequestedFor(anyUrl())).get(0);
  }

  private static TransportRequest event() {
    return request(url(PATH), TIMEOUT);
  }

  /** After 300 ms, that is; the servers here would go on for 20 s. */
  private static void assertGivesUpSoon(OkHttpTransport transport, RawServer server) {
    long start = System.nanoTime();
    TransportRequest quick = request(server.url(), Duration.ofMillis(300));

    assertThatThrownBy(() -> transport.send(quick)).isInstanceOf(IOException.class);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  private static TransportRequest request(String url, Duration timeout) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Origin", "https://shop.example.com");
    headers.put("User-Agent", "Java/17.0 (Linux; amd64)");
    headers.put("Content-Type", "application/json");
    return new TransportRequest(url, headers, EVENT, timeout);
  }

  private static RawServer silent() throws IOException {
    RawServer[] self = new RawServer[1];
    RawServer server = new RawServer(out -> {
      self[0].pause(20_000);
      return false;
    });
    self[0] = server;
    return server;
  }

  /** A server whose body never ends and comes a byte at a time. */
  private static RawServer dripping(String statusLine) throws IOException {
    RawServer[] self = new RawServer[1];
    RawServer server = new RawServer(out -> {
      out.write(
          (statusLine + "\r\nContent-Length: 100000\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      return drip(self[0], out);
    });
    self[0] = server;
    return server;
  }

  private static boolean drip(RawServer server, java.io.OutputStream out)
      throws IOException, InterruptedException {
    for (int i = 0; i < 1_000; i++) {
      out.write('x');
      out.flush();
      server.pause(20);
    }
    return false;
  }
}
