package app.trackx.internal.http;

import static app.trackx.internal.http.Requests.OK;
import static app.trackx.internal.http.Requests.PATIENCE;
import static app.trackx.internal.http.Requests.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.testing.RawServer;
import app.trackx.transport.Outcome;
import app.trackx.transport.TransportRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The format of requests, and the outcomes of responses. */
@Tag("wire")
@Timeout(60)
class HttpTransportTest {
  private final HttpTransport transport = Requests.transport();

  @Test
  void event_isExactlyWhatTheServerReads() throws Exception {
    try (RawServer server = RawServer.saying(OK)) {
      transport.send(to(server.url()));

      assertThat(server.requests())
          .containsExactly("POST /v1/1dhvjg9b2y7/event HTTP/1.1\r\n"
              + "Host: 127.0.0.1:" + server.port() + "\r\n"
              + "Origin: https://shop.example.com\r\n"
              + "User-Agent: Java/17.0 (Linux; amd64)\r\n"
              + "Content-Type: application/json\r\n"
              + "Content-Length: 13\r\n"
              + "Accept-Encoding: identity\r\n"
              + "Connection: keep-alive\r\n\r\n"
              + "{\"name\":\"\u00c3\u00bc\"}");
    }
  }

  @Test
  void ping_isAPostWithoutABodyButWithALength() throws Exception {
    try (RawServer server = RawServer.saying(OK)) {
      transport.send(
          new TransportRequest(server.url(), Map.of("Origin", "java"), new byte[0], PATIENCE));

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
    "300, MISCONFIGURED",
    "301, MISCONFIGURED",
    "302, MISCONFIGURED",
    "303, MISCONFIGURED",
    "304, MISCONFIGURED",
    "307, MISCONFIGURED",
    "308, MISCONFIGURED",
    "400, REJECTED",
    "401, MISCONFIGURED",
    "402, REJECTED",
    "403, MISCONFIGURED",
    "404, MISCONFIGURED",
    "405, REJECTED",
    "407, RETRY",
    "408, RETRY",
    "409, REJECTED",
    "410, REJECTED",
    "413, REJECTED",
    "415, REJECTED",
    "421, REJECTED",
    "422, REJECTED",
    "425, RETRY",
    "429, RATE_LIMITED",
    "431, REJECTED",
    "451, REJECTED",
    "500, RETRY",
    "501, RETRY",
    "502, RETRY",
    "503, RETRY",
    "504, RETRY",
    "599, RETRY",
    "999, RETRY"
  })
  void status_hasItsOutcome_andTheEventIsSentOnce(int status, Outcome.Kind kind) throws Exception {
    try (RawServer server =
        RawServer.answering("HTTP/1.1 " + status + " Some words", "Content-Length: 0")) {
      Outcome outcome = transport.send(to(server.url()));

      assertThat(outcome.kind()).isEqualTo(kind);
      assertThat(outcome.status()).isEqualTo(kind == Outcome.Kind.SENT ? 200 : status);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 421, 503})
  void status_withRetryAfterZero_isNotRepeatedByTheTransport(int status) throws Exception {
    try (RawServer server =
        RawServer.answering("HTTP/1.1 " + status + " No", "Retry-After: 0", "Content-Length: 0")) {
      transport.send(to(server.url()));

      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "429, Retry-After: 7, 7",
    "503, retry-after:  1800 , 1800",
    "429, Retry-After: 99999999999, 2147483647",
    "429, Retry-After: soon, 60",
    "429, Retry-After:, 60",
    "429, X-Retry-After: 7, 60"
  })
  void retryAfter_inSeconds_isTheRateLimit(int status, String header, long seconds)
      throws Exception {
    try (RawServer server =
        RawServer.answering("HTTP/1.1 " + status + " No", header, "Content-Length: 0")) {
      Outcome outcome = transport.send(to(server.url()));

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.RATE_LIMITED);
      assertThat(outcome.retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void retryAfter_asADate_isTheRateLimit(int status) throws Exception {
    try (RawServer server = RawServer.answering(
        "HTTP/1.1 " + status + " No",
        "Date: Sun, 06 Nov 1994 08:49:37 GMT",
        "Retry-After: Sun, 06 Nov 1994 08:51:37 GMT",
        "Content-Length: 0")) {
      assertThat(transport.send(to(server.url())).retryAfter()).isEqualTo(Duration.ofMinutes(2));
    }
  }

  @Test
  void success_withAnHtmlPage_isRetried() throws Exception {
    try (RawServer server = RawServer.saying(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>")) {
      Outcome outcome = transport.send(to(server.url()));

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.RETRY);
      assertThat(outcome.detail()).isEqualTo("text/html");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirect_isNeverFollowed(int status) throws Exception {
    try (RawServer elsewhere = RawServer.saying(OK);
        RawServer server = RawServer.answering(
            "HTTP/1.1 " + status + " Elsewhere",
            "Location: " + elsewhere.url(),
            "Content-Length: 0")) {
      assertThat(transport.send(to(server.url())).kind()).isEqualTo(Outcome.Kind.MISCONFIGURED);

      assertThat(elsewhere.connections()).isZero();
    }
  }

  @Test
  void misconfiguration_hasTheStartOfTheBody() throws Exception {
    try (RawServer server = RawServer.saying(
        "HTTP/1.1 403 Forbidden\r\ncontent-length: 11\r\n\r\nInvalid keyand more")) {
      assertThat(transport.send(to(server.url())).detail()).isEqualTo("Invalid key");
    }
  }

  @Test
  void newConnection_closedWithoutAResponse_isARateLimit_andIsNotRetried() throws Exception {
    try (RawServer server = RawServer.sayingOnce("")) {
      Outcome outcome = transport.send(to(server.url()));

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.RATE_LIMITED);
      assertThat(outcome.status()).isZero();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void newConnection_resetWithoutAResponse_isARateLimit() throws Exception {
    try (RawServer server = RawServer.playing(talk -> {
      talk.in.read();
      talk.reset();
    })) {
      assertThat(transport.send(to(server.url())).kind()).isEqualTo(Outcome.Kind.RATE_LIMITED);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  /**
   * Responds as nginx does to a body that is too large, here without waiting for the rest of it.
   */
  @Test
  void responseBeforeTheRequestIsRead_isRead() throws Exception {
    try (RawServer server = RawServer.playing(talk -> {
      talk.in.read();
      talk.say("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
    })) {
      TransportRequest large = to(server.url(), PATIENCE, Requests.largeBody().repeat(64));

      assertThat(transport.send(large).status()).isEqualTo(413);
    }
  }

  @Test
  void refusedConnection_isAnIoException() throws Exception {
    int port;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = gone.getLocalPort();
    }

    assertThatThrownBy(() -> transport.send(to("http://127.0.0.1:" + port + "/v1/k/event")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void unknownHost_isAnIoException() {
    assertThatThrownBy(() -> transport.send(to("http://trackx.invalid/v1/k/event")))
        .isInstanceOf(java.net.UnknownHostException.class);
  }

  @Test
  void largestBody_arrivesWhole() throws Exception {
    String body = Requests.largeBody();
    try (RawServer server = RawServer.saying(OK)) {
      assertThat(transport.send(to(server.url(), PATIENCE, body)).kind())
          .isEqualTo(Outcome.Kind.SENT);

      assertThat(server.requests().get(0).getBytes(StandardCharsets.ISO_8859_1))
          .endsWith(("\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
    }
  }
}
