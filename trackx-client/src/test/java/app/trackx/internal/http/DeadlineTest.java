package app.trackx.internal.http;

import static app.trackx.internal.http.Requests.OK;
import static app.trackx.internal.http.Requests.assertFailsInTime;
import static app.trackx.internal.http.Requests.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.faults.FullBacklog;
import app.trackx.testing.RawServer;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every phase of a request ends at its deadline. */
@Tag("wire")
@Timeout(60)
class DeadlineTest {
  private static final long FOR_EVER = 50_000;

  @Test
  void connect_endsInTime() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (FullBacklog vanishing = FullBacklog.at(port)) {
      assertFailsInTime("http://127.0.0.1:" + port + "/v1/k/event", "");
    }
  }

  @Test
  void handshake_thatIsNeverAnswered_endsInTime() throws Exception {
    try (RawServer server = RawServer.playing(talk -> talk.pause(FOR_EVER))) {
      assertFailsInTime(server.url("https://127.0.0.1"), "");
    }
  }

  /** Sends the header of a TLS record, and then its bytes one by one. */
  @Test
  void handshake_thatDrips_endsInTime() throws Exception {
    try (RawServer server = RawServer.playing(talk -> {
      talk.say("\u0016\u0003\u0003\u0040\u0000");
      drip(talk);
    })) {
      assertFailsInTime(server.url("https://127.0.0.1"), "");
    }
  }

  @Test
  void write_toAServerThatDoesNotRead_endsInTime() throws Exception {
    try (RawServer server = RawServer.playing(talk -> talk.pause(FOR_EVER))) {
      String body = Requests.largeBody().repeat(64); // exceeds the sockets' buffers
      HttpTransport transport = Requests.transport();
      long start = System.nanoTime();

      assertThatThrownBy(() -> transport.send(to(server.url(), Requests.SOON, body)))
          .isInstanceOf(InterruptedIOException.class);

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isLessThan(Requests.SOON.plusSeconds(10));
    }
  }

  @Test
  void largestEvent_toAServerThatDoesNotRead_endsInTime() throws Exception {
    try (RawServer server = RawServer.playing(talk -> talk.pause(FOR_EVER))) {
      assertFailsInTime(server.url(), Requests.largeBody());
    }
  }

  @Test
  void unresponsiveServer_endsInTime() throws Exception {
    try (RawServer server = RawServer.playing(talk -> {
      talk.read();
      talk.pause(FOR_EVER);
    })) {
      assertFailsInTime(server.url(), "");
    }
  }

  @Test
  void unresponsiveKeptConnection_endsInTime_andIsNotRetried() throws Exception {
    try (RawServer server = RawServer.playing(talk -> {
      talk.read();
      talk.say(OK);
      talk.read();
      talk.pause(FOR_EVER);
    })) {
      HttpTransport transport = Requests.transport();
      transport.send(to(server.url()));

      assertThatThrownBy(() -> transport.send(to(server.url(), Requests.SOON, "{}")))
          .isInstanceOf(InterruptedIOException.class);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void headThatDrips_endsInTime() throws Exception {
    try (RawServer server = RawServer.playing(talk -> {
      talk.read();
      talk.say("HTTP/1.1 200 OK\r\nX-Slow: ");
      drip(talk);
    })) {
      assertFailsInTime(server.url(), "");
    }
  }

  @Test
  void shortTimeout_includesTheBody() throws Exception {
    try (RawServer server = RawServer.playing(talk -> {
      talk.read();
      talk.say("HTTP/1.1 403 Forbidden\r\nContent-Length: 100000\r\n\r\n");
      drip(talk);
    })) {
      long start = System.nanoTime();

      assertThat(Requests.transport().send(to(server.url(), Requests.SOON, "")).status())
          .isEqualTo(403);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  private static void drip(RawServer.Talk talk) throws java.io.IOException, InterruptedException {
    for (int i = 0; i < FOR_EVER / 20; i++) {
      talk.say("x");
      talk.pause(20);
    }
  }
}
