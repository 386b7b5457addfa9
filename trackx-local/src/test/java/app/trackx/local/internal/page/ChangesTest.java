package app.trackx.local.internal.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.local.RawHttp;
import app.trackx.local.TrackXLocal;
import app.trackx.local.internal.bounds.DaemonThreads;
import app.trackx.local.internal.http.HttpFront;
import app.trackx.local.internal.http.Response;
import app.trackx.local.internal.http.StreamBody;
import app.trackx.local.internal.http.Streams;
import app.trackx.local.internal.store.Store;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChangesTest {
  private static RawHttp listener(TrackXLocal server) throws IOException {
    RawHttp http = new RawHttp(server.port());
    http.send("GET /api/changes HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertThat(http.line()).contains(" 200 ");
    assertThat(nextData(http)).isEqualTo("data: 0");
    return http;
  }

  private static String nextData(RawHttp http) throws IOException {
    String line = http.line();
    while (!line.startsWith("data: ")) {
      line = http.line();
    }
    return line;
  }

  private static void readToTheEnd(RawHttp http) throws IOException {
    while (true) {
      nextData(http);
    }
  }

  @Test
  void change_isSent() throws IOException {
    try (TrackXLocal server = TrackXLocal.start();
        RawHttp http = new RawHttp(server.port());
        RawHttp page = listener(server)) {
      http.ping(server, RawHttp.BROWSER);
      String first = nextData(page);
      http.event(server, "{}");
      String second = nextData(page);
      server.clear();
      assertThat(List.of("data: 0", first, second, nextData(page))).doesNotHaveDuplicates();
    }
  }

  @Test
  void streams_doNotOccupyWorkers_areBounded_andEndWithTheServer() throws IOException {
    List<RawHttp> pages = new ArrayList<>();
    try (TrackXLocal server = TrackXLocal.start();
        RawHttp http = new RawHttp(server.port())) {
      for (int i = 0; i < Streams.MAX; i++) {
        pages.add(listener(server));
      }
      assertThat(http.event(server, "{}").status()).isEqualTo(200);
      assertThat(http.get("/api/changes").status()).isEqualTo(503);
      assertThat(nextData(pages.get(Streams.MAX - 1))).startsWith("data: ");
      server.close();
      assertThatThrownBy(() -> readToTheEnd(pages.get(0)))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(SocketTimeoutException.class);
    } finally {
      for (RawHttp page : pages) {
        page.close();
      }
    }
  }

  @Test
  void closedPage_freesItsStream() throws Exception {
    Streams streams = new Streams(new DaemonThreads("test-"), 1, Duration.ofMinutes(1));
    FakeTarget gone = new FakeTarget();
    assertThat(streams.start(out -> {}, gone)).isTrue();
    assertThat(gone.closed.await(10, TimeUnit.SECONDS)).isTrue();
    FakeTarget next = new FakeTarget();
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!streams.start(out -> out.write('x'), next) && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(next.written.poll(10, TimeUnit.SECONDS)).isEqualTo("x");
    streams.close();
  }

  @Test
  void pageThatDoesNotRead_isDisconnected_byTheHeartbeatsOfOthers() throws Exception {
    Streams streams = new Streams(new DaemonThreads("test-"), 2, Duration.ofMillis(50));
    FakeTarget slow = new FakeTarget();
    slow.stuck = true;
    streams.start(out -> out.write("data: 1".getBytes()), slow);
    Store store = new Store(Clock.systemUTC());
    FakeTarget other = new FakeTarget();
    streams.start(new ChangeStream(store, Duration.ofMillis(1), Duration.ofMillis(20)), other);
    assertThat(slow.closed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(other.written.poll(10, TimeUnit.SECONDS)).contains("data: 0");
    assertThat(other.written.poll(10, TimeUnit.SECONDS)).isEqualTo(":\n\n"); // perhaps only now
    store.close();
    assertThat(other.closed.await(10, TimeUnit.SECONDS)).isTrue();
    streams.close();
  }

  @Test
  void socketThatIsNotRead_isClosed() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    Streams streams = new Streams(new DaemonThreads("test-"), 2, Duration.ofMillis(50));
    StreamBody endless = out -> {
      try {
        while (true) {
          out.write(new byte[100_000]);
        }
      } finally {
        ended.countDown();
      }
    };
    StreamBody other =
        new ChangeStream(new Store(Clock.systemUTC()), Duration.ofMillis(1), Duration.ofMillis(20));
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (HttpFront front = HttpFront.start(
            anyPort,
            request -> Response.stream("x/y", request.path().equals("/endless") ? endless : other),
            streams);
        RawHttp slow = new RawHttp(front.port());
        RawHttp page = new RawHttp(front.port())) {
      slow.send("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n");
      page.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(nextData(page)).isEqualTo("data: 0");
    }
  }

  /** A connection that records the written data, or that blocks writes until its thread is interrupted. */
  private static final class FakeTarget extends OutputStream implements Streams.Target {
    final BlockingQueue<String> written = new LinkedBlockingQueue<>();
    final CountDownLatch closed = new CountDownLatch(1);
    volatile boolean stuck;

    @Override
    public OutputStream open() {
      return this;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      if (stuck) {
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          throw new EOFException("closed by interrupt");
        }
      }
      written.add(new String(bytes, from, count));
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
