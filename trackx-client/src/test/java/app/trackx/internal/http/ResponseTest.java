package app.trackx.internal.http;

import static app.trackx.internal.http.Requests.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.testing.RawServer;
import app.trackx.transport.Outcome;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses of all shapes, and invalid ones. */
@Tag("wire")
@Timeout(60)
class ResponseTest {
  private static final int KIB = 1024;

  private final HttpTransport transport = Requests.transport();

  @Test
  void interimResponses_areSkipped() throws Exception {
    assertThat(answer("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                + "HTTP/1.1 422 No\r\n\r\n")
            .status())
        .isEqualTo(422);
  }

  @Test
  void interimResponsesWithoutEnd_areAFailure() {
    assertFails("HTTP/1.1 100 Continue\r\n\r\n".repeat(5_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Retry-After: 7",
        "retry-after:7",
        "RETRY-AFTER:\t7 \t",
        "Retry-After:\r\n 7",
        "Retry-After:\r\n\t \r\n\t7\r\n ",
        "X: Retry-After: 9\r\nRetry-After: 7\r\nRetry-After: 8",
        "X: a\r\n Retry-After: 9\r\nRetry-After: 7"
      })
  void header_isFoundInAnyForm(String header) throws Exception {
    HttpResponse response = exchange("HTTP/1.1 429 No\r\n" + header + "\r\n\r\n");

    assertThat(response.header("Retry-After")).isEqualTo("7");
    assertThat(response.header("Retry")).isNull();
  }

  @Test
  void foldedHeader_isOneValue() throws Exception {
    HttpResponse response = exchange("HTTP/1.1 403 No\r\nX-Long: a\r\n b\r\n\tc\r\nY: d\r\n\r\n");

    assertThat(response.header("x-long")).isEqualTo("a b c");
    assertThat(response.header("y")).isEqualTo("d");
  }

  @Test
  void headersOfOneName_areJoined() throws Exception {
    HttpResponse response = exchange("HTTP/1.1 200 OK\r\nA: 1\r\nB: 2\r\na: 3\r\n\r\n");

    assertThat(response.headers("A")).isEqualTo("1, 3");
    assertThat(response.headers("C")).isNull();
  }

  @Test
  void linesThatEndInALineFeedAlone_areAccepted() throws Exception {
    HttpResponse response = exchange("HTTP/1.1 403 No\nContent-Length: 3\n\nkey and more");

    assertThat(response.status()).isEqualTo(403);
    assertThat(response.bodyStart()).isEqualTo("key");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3 * KIB, 40 * KIB})
  void largeHead_isRead(int size) throws Exception {
    HttpResponse response = exchange("HTTP/1.1 403 No\r\nX: " + "x".repeat(size)
        + "\r\nRetry-After: 7\r\nContent-Length: 11\r\n\r\nInvalid key");

    assertThat(response.header("Retry-After")).isEqualTo("7");
    assertThat(response.bodyStart()).isEqualTo("Invalid key");
  }

  @Test
  void headBeyond64KiB_isAFailure() {
    assertFails("HTTP/1.1 200 OK\r\nX: " + "x".repeat(65 * KIB) + "\r\n\r\n");
  }

  @Test
  void largeBody_isReadToAKilobyte() throws Exception {
    HttpResponse response =
        exchange("HTTP/1.1 404 No\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000));

    assertThat(response.bodyStart()).isEqualTo("x".repeat(KIB));
  }

  @Test
  void bodyThatEndsWithTheConnection_isRead() throws Exception {
    try (RawServer server = RawServer.sayingOnce("HTTP/1.0 403 No\r\n\r\nInvalid key")) {
      assertThat(transport.send(to(server.url())).detail()).isEqualTo("Invalid key");
    }
  }

  @Test
  void body_isReadAsUtf8() throws Exception {
    assertThat(exchange("HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\n\u00fc").bodyStart())
        .isEqualTo("\u00fc");
  }

  @Test
  void chunks_areJoined() throws Exception {
    assertThat(exchange(
                "HTTP/1.1 403 No\r\nTransfer-Encoding: Chunked\r\nContent-Length: 3\r\n\r\n"
                    + "2;ext=1\r\nIn\r\n009 ; name=\"value\"\r\nvalid key\r\n0;last\r\nA: b\r\nC: d\r\n\r\n")
            .bodyStart())
        .isEqualTo("Invalid key");
  }

  @Test
  void chunks_areReadToAKilobyte() throws Exception {
    String chunk = "100\r\n" + "x".repeat(256) + "\r\n";

    assertThat(exchange("HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(9))
            .bodyStart())
        .isEqualTo("x".repeat(KIB));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3\r\nkey\r\nnonsense",
        "3\r\nkey\r\n\r\n",
        "3\r\nkey\r\nfffffffff\r\n",
        "3\r\nkey\r\n-1\r\n",
        "5\r\nkey"
      })
  void invalidChunks_leaveTheBodyBefore(String body) throws Exception {
    try (RawServer server =
        RawServer.sayingOnce("HTTP/1.1 403 No\r\nTransfer-Encoding: chunked\r\n\r\n" + body)) {
      assertThat(transport.send(to(server.url())).detail()).isEqualTo("key");
    }
  }

  @Test
  void bodyThatIsLate_isWaitedForHalfASecond() throws Exception {
    long start = System.nanoTime();

    assertThat(answer("HTTP/1.1 403 No\r\nContent-Length: 50\r\n\r\nInvalid").detail())
        .isEqualTo("Invalid");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void successWhoseBodyNeverEnds_isASuccess() throws Exception {
    try (RawServer server = RawServer.playing(talk -> {
      talk.read();
      talk.say("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
      for (int i = 0; i < 1_000; i++) {
        talk.say("x");
        talk.pause(20);
      }
    })) {
      assertThat(transport.send(to(server.url())).kind()).isEqualTo(Outcome.Kind.SENT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "HTTP/1.1",
        "HTTP/1.1 200 O",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 2x0 OK\r\n\r\n",
        "HTTP/9 200 OK\r\n\r\n",
        "HTTP/2.0 200 OK\r\n\r\n",
        "HTTP/1.1 099 OK\r\n\r\n",
        "SSH-2.0-server of another kind\r\n\r\n",
        "\u0000\u0001",
        "220 smtp ready\r\n",
        "\r\n\r\n"
      })
  void invalidResponse_isAnIoException(String text) throws Exception {
    try (RawServer server = RawServer.sayingOnce(text)) {
      assertThatThrownBy(() -> transport.send(to(server.url()))).isInstanceOf(IOException.class);
    }
  }

  private void assertFails(String text) {
    assertThatThrownBy(() -> exchange(text)).isInstanceOf(IOException.class);
  }

  private Outcome answer(String text) throws IOException {
    try (RawServer server = RawServer.saying(text)) {
      return transport.send(to(server.url()));
    }
  }

  private HttpResponse exchange(String text) throws IOException {
    try (RawServer server = RawServer.saying(text)) {
      return transport.exchange(to(server.url()));
    }
  }
}
