package app.trackx.internal.http;

import static app.trackx.internal.http.Requests.OK;
import static app.trackx.internal.http.Requests.to;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.testing.RawServer;
import app.trackx.transport.Outcome;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reuse of connections, and the reaction when the server has closed one. */
@Tag("wire")
@Timeout(60)
class KeepAliveTest {
  private static final String EMPTY = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  private final HttpTransport transport = Requests.transport();

  @ParameterizedTest
  @ValueSource(
      strings = {
        OK,
        EMPTY,
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n",
        "HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\nOops",
        "HTTP/1.1 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "1;a=b\r\no\r\n01;c\r\nk\r\n000\r\nExpires: 0\r\nX: y\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
      })
  void responseThatWasReadInFull_keepsTheConnection(String response) throws Exception {
    assertThat(connectionsOfThree(response)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and some more",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\nmore",
        "HTTP/1.1 204 No Content\r\n\r\nok",
        EMPTY + EMPTY
      })
  void otherResponses_closeTheConnection(String response) throws Exception {
    assertThat(connectionsOfThree(response)).isEqualTo(3);
  }

  @Test
  void bodyBeyondAKilobyte_closesTheConnection() throws Exception {
    String body = "x".repeat(1_025);

    assertThat(connectionsOfThree("HTTP/1.1 404 No\r\nContent-Length: 1025\r\n\r\n" + body))
        .isEqualTo(3);
    assertThat(connectionsOfThree("HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n401\r\n"
            + body
            + "\r\n0\r\n\r\n"))
        .isEqualTo(3);
  }

  @Test
  void bodyThatEndsWithTheConnection_isNotReused() throws Exception {
    try (RawServer server = RawServer.sayingOnce("HTTP/1.1 200 OK\r\n\r\nok")) {
      sendThree(server);

      assertThat(server.connections()).isEqualTo(3);
    }
  }

  @Test
  void largeRequests_areSentOnOneConnection() throws Exception {
    try (RawServer server = RawServer.saying(OK)) {
      for (int i = 0; i < 5; i++) {
        transport.send(to(server.url(), Requests.PATIENCE, Requests.largeBody()));
      }

      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void connection_isKeptOver20Requests() throws Exception {
    try (RawServer server = RawServer.saying(OK)) {
      for (int i = 0; i < 20; i++) {
        transport.send(to(server.url()));
      }

      assertThat(server.requests()).hasSize(20);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void connection_isClosedWhenIdle() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (RawServer server = RawServer.playing(talk -> {
      talk.read();
      talk.say(OK);
      talk.awaitEnd();
      closed.countDown();
    })) {
      transport.send(to(server.url()));
      assertThat(closed.getCount()).isEqualTo(1);

      transport.idle();

      assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void connectionToAnotherServer_isNotUsed() throws Exception {
    try (RawServer one = RawServer.saying(OK);
        RawServer other = RawServer.saying(OK)) {
      transport.send(to(one.url()));
      transport.send(to(other.url()));

      assertThat(one.requests()).hasSize(1);
      assertThat(other.requests()).hasSize(1);
    }
  }

  @Test
  void connectionToTheSameServer_isUsedForAnotherPath() throws Exception {
    try (RawServer server = RawServer.saying(OK)) {
      transport.send(to(server.url()));
      transport.send(to(server.url().replace("/event", "/ping")));

      assertThat(server.connections()).isEqualTo(1);
    }
  }

  /** The server closes it after five seconds. */
  @Test
  void connection_isUsedAgainAfterTwoSecondsAndNotAfterFour() throws Exception {
    try (RawServer server = RawServer.saying(OK)) {
      transport.send(to(server.url()));
      long start = System.nanoTime();
      pause(Duration.ofSeconds(2));
      transport.send(to(server.url()));
      if (Duration.ofNanos(System.nanoTime() - start).compareTo(Duration.ofSeconds(4)) < 0) {
        assertThat(server.connections()).isEqualTo(1); // unless the machine is very slow
      }
      int before = server.connections();

      pause(Duration.ofMillis(4_050));
      transport.send(to(server.url()));

      assertThat(server.connections()).isEqualTo(before + 1);
    }
  }

  @Test
  void keptConnection_thatTheServerHasClosed_isReplacedAtOnce() throws Exception {
    assertReplaced(talk -> {
      talk.read();
      talk.say(OK);
    });
  }

  @Test
  void keptConnection_thatTheServerHasReset_isReplacedAtOnce() throws Exception {
    assertReplaced(talk -> {
      talk.read();
      talk.say(OK);
      talk.in.read(); // the next request
      talk.reset();
    });
  }

  @Test
  void keptConnection_closedWithoutAResponse_isRetriedOnce() throws Exception {
    assertReplaced(talk -> {
      talk.read();
      talk.say(OK);
      talk.read();
    });
  }

  @Test
  void bothConnections_closedWithoutAResponse_areARateLimit() throws Exception {
    int[] connections = {0};
    try (RawServer server = RawServer.playing(talk -> {
      boolean first = connections[0]++ == 0;
      talk.read();
      if (first) {
        talk.say(OK);
        talk.read();
      }
    })) {
      transport.send(to(server.url()));

      assertThat(transport.send(to(server.url())).kind()).isEqualTo(Outcome.Kind.RATE_LIMITED);
      assertThat(server.requests()).hasSize(3);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  /** Some proxies send this before they close a connection that was idle for too long. */
  @Test
  void keptConnection_withUnsolicitedInput_isNotUsed() throws Exception {
    CountDownLatch said = new CountDownLatch(1);
    int[] connections = {0};
    try (RawServer server = RawServer.playing(talk -> {
      boolean first = connections[0]++ == 0;
      talk.read();
      talk.say(OK);
      if (first) {
        talk.pause(200);
        talk.say("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n");
        said.countDown();
      }
      talk.awaitEnd();
    })) {
      transport.send(to(server.url()));
      assertThat(said.await(20, TimeUnit.SECONDS)).isTrue();

      assertThat(transport.send(to(server.url())).kind()).isEqualTo(Outcome.Kind.SENT);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  /** After a partial response, nobody knows whether the request was processed. */
  @Test
  void keptConnection_thatBreaksWithinAResponse_isNotStale() throws Exception {
    int[] connections = {0};
    try (RawServer server = RawServer.playing(talk -> {
      connections[0]++;
      talk.read();
      talk.say(OK);
      talk.read();
      talk.say("HTTP/1.1 20");
    })) {
      transport.send(to(server.url()));

      org.assertj.core.api.Assertions.assertThatThrownBy(() -> transport.send(to(server.url())))
          .isInstanceOf(java.io.IOException.class);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  /** Runs the script on the first connection; responds on all others. */
  private void assertReplaced(RawServer.Script first) throws Exception {
    int[] connections = {0};
    try (RawServer server = RawServer.playing(talk -> {
      if (connections[0]++ == 0) {
        first.play(talk);
      } else {
        talk.read();
        talk.say(OK);
        talk.awaitEnd();
      }
    })) {
      transport.send(to(server.url()));

      assertThat(transport.send(to(server.url())).kind()).isEqualTo(Outcome.Kind.SENT);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  private int connectionsOfThree(String response) throws Exception {
    try (RawServer server = RawServer.saying(response)) {
      sendThree(server);
      return server.connections();
    }
  }

  private void sendThree(RawServer server) throws Exception {
    for (int i = 0; i < 3; i++) {
      transport.send(to(server.url()));
    }
    assertThat(server.requests()).hasSize(3);
    transport.idle();
  }

  private static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
