package app.trackx.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.transport.Outcome;
import app.trackx.transport.TransportRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BarePostTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration SOON = Duration.ofMillis(300);

  @Test
  void request_isWhatTheServerReads() throws Exception {
    try (RawServer server = RawServer.answering("HTTP/1.1 200 OK", "Content-Length: 0")) {
      assertThat(send(server.url(), PATIENCE, "{\"name\":\"\u00fc\"}").kind())
          .isEqualTo(Outcome.Kind.SENT);

      assertThat(server.requests())
          .containsExactly("POST /v1/1dhvjg9b2y7/event HTTP/1.1\r\n"
              + "Host: 127.0.0.1:"
              + server.address().getPort()
              + "\r\nOrigin: java\r\nContent-Type: application/json\r\n"
              + "Content-Length: 13\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n"
              + "{\"name\":\"\u00c3\u00bc\"}");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200, SENT",
    "204, SENT",
    "301, REFUSED",
    "400, REJECTED",
    "401, REFUSED",
    "403, REFUSED",
    "404, REFUSED",
    "408, RETRY",
    "413, REJECTED",
    "422, REJECTED",
    "425, RETRY",
    "429, LOCKED",
    "500, RETRY",
    "503, RETRY"
  })
  void status_isReadAsByTheOtherTransport(int status, Outcome.Kind kind) throws Exception {
    try (RawServer server =
        RawServer.answering("HTTP/1.1 " + status + " Some words", "Content-Length: 0")) {
      Outcome outcome = send(server.url());

      assertThat(outcome.kind()).isEqualTo(kind);
      if (kind != Outcome.Kind.SENT) {
        assertThat(outcome.status()).isEqualTo(status);
      }
      Outcome other =
          OkHttpTransport.create(false, PATIENCE).send(request(server.url(), PATIENCE, ""));
      assertThat(outcome.toString()).isEqualTo(other.toString());
      assertThat(outcome.lock()).isEqualTo(other.lock());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "429, Retry-After: 7, 7",
    "503, retry-after:  1800 , 1800",
    "429, Retry-After: 99999999999, 2147483647",
    "429, Retry-After: soon, 60",
    "429, X-Retry-After: 7, 60"
  })
  void retryAfter_inSeconds_isHeeded(int status, String header, long seconds) throws Exception {
    try (RawServer server =
        RawServer.answering("HTTP/1.1 " + status + " No", header, "Content-Length: 0")) {
      Outcome outcome = send(server.url());

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.LOCKED);
      assertThat(outcome.lock()).isEqualTo(Duration.ofSeconds(seconds));
    }
  }

  @Test
  void refusal_hasTheServersFirstWords() throws Exception {
    try (RawServer server = answering(
        "HTTP/1.1 403 Forbidden\r\ncontent-length: 11\r\n\r\nInvalid keyand more", true)) {
      assertThat(send(server.url()).detail()).isEqualTo("Invalid key");
    }
  }

  @Test
  void refusal_whoseWordsDoNotCome_isOneAllTheSame() throws Exception {
    try (RawServer server =
        answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 50\r\n\r\nInvalid", false)) {
      assertThat(send(server.url()).detail()).isEqualTo("Invalid");
    }
  }

  @Test
  void interimAnswers_areSkipped() throws Exception {
    try (RawServer server = answering(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nA: b\r\n\r\nHTTP/1.0 422 No\r\n\r\n",
        true)) {
      assertThat(send(server.url()).status()).isEqualTo(422);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 O",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n",
        "SSH-2.0-server of another kind\r\n\r\n",
        "HTTP/1.1 2x0 OK\r\n\r\n",
        "\r\n\r\n"
      })
  void answerThatIsNone_isAFailure(String answer) throws Exception {
    try (RawServer server = answering(answer, false)) {
      assertThatThrownBy(() -> send(server.url())).isInstanceOf(IOException.class);
    }
  }

  @Test
  void connectionClosedWithoutAnAnswer_isARateLimit() throws Exception {
    try (RawServer server = answering("", false)) {
      Outcome outcome = send(server.url());

      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.LOCKED);
      assertThat(outcome.status()).isZero();
    }
  }

  @Test
  void answerWithoutEnd_isAFailure() throws Exception {
    byte[] line = "X: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".getBytes(StandardCharsets.US_ASCII);
    try (RawServer server = new RawServer(out -> {
      out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 10_000; i++) {
        out.write(line);
      }
      return false;
    })) {
      assertThatThrownBy(() -> send(server.url())).isInstanceOf(IOException.class);
    }
  }

  @Test
  void silence_endsInTime() throws Exception {
    try (RawServer server = new RawServer(out -> {
      Thread.currentThread().join(60_000);
      return false;
    })) {
      assertInTime(server.url(), "");
    }
  }

  @Test
  void answerThatDrips_endsInTime() throws Exception {
    try (RawServer server = new RawServer(out -> {
      for (int i = 0; i < 1_000; i++) {
        out.write('H');
        out.flush();
        Thread.currentThread().join(20);
      }
      return false;
    })) {
      assertInTime(server.url(), "");
    }
  }

  @Test
  void serverThatDoesNotRead_endsInTime() throws Exception {
    char[] large = new char[8 * 1024 * 1024];
    Arrays.fill(large, 'x');
    try (ServerSocket deaf = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertInTime("http://127.0.0.1:" + deaf.getLocalPort() + "/v1/k/event", new String(large));
    }
  }

  @Test
  void ipv6_isReachedAndNamedInBrackets() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getByName("::1"))) {
      StringBuffer read = new StringBuffer();
      Thread server = new Thread(() -> {
        try (Socket connection = listening.accept()) {
          read.append(RawServer.read(connection.getInputStream()));
          connection
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
          // the assertion fails
        }
      });
      server.start();
      String authority = "[::1]:" + listening.getLocalPort();

      assertThat(send("http://" + authority + "/v1/k/event").kind()).isEqualTo(Outcome.Kind.SENT);
      server.join(20_000);
      assertThat(read.toString()).contains("Host: " + authority + "\r\n");
    } catch (java.net.BindException noIpv6) {
      Assumptions.abort("no IPv6 here");
    }
  }

  private static void assertInTime(String url, String body) {
    long start = System.nanoTime();
    assertThatThrownBy(() -> send(url, SOON, body)).isInstanceOf(IOException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(SOON.minusMillis(50), SOON.plusSeconds(10));
  }

  private static RawServer answering(String text, boolean more) throws IOException {
    return new RawServer(out -> {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      return more;
    });
  }

  private static Outcome send(String url) throws IOException {
    return send(url, PATIENCE, "{}");
  }

  private static Outcome send(String url, Duration timeout, String body) throws IOException {
    return new BarePost().send(request(url, timeout, body));
  }

  private static TransportRequest request(String url, Duration timeout, String body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Origin", "java");
    headers.put("Content-Type", "application/json");
    return new TransportRequest(url, headers, body.getBytes(StandardCharsets.UTF_8), timeout);
  }
}
