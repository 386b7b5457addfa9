package app.trackx.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.testing.RawServer;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchdogTest {
  private final List<Thread> threads = new ArrayList<>();
  private final Watchdog watchdog = new Watchdog(task -> {
    Thread thread = Requests.daemon(task);
    threads.add(thread);
    return thread;
  });

  @AfterEach
  void end() throws InterruptedException {
    watchdog.end();
    for (Thread thread : threads) {
      thread.join(20_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  @Test
  void write_thatTakesTooLong_getsItsSocketClosed() throws Exception {
    Closed socket = new Closed();

    watchdog.watch(socket, Deadline.in(Duration.ofMillis(50)));

    assertThat(socket.closed.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void write_thatEndsInTime_keepsItsSocketOpen() throws Exception {
    Closed released = new Closed();
    Closed last = new Closed();
    watchdog.watch(released, Deadline.in(Duration.ofMillis(100)));
    watchdog.release();

    watchdog.watch(last, Deadline.in(Duration.ofMillis(300)));

    assertThat(last.closed.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(released.closed.getCount()).isEqualTo(1);
    assertThat(threads).hasSize(1);
  }

  @Test
  void soonerDeadline_wakesTheThread() throws Exception {
    watchdog.watch(new Closed(), Deadline.in(Duration.ofHours(1)));
    watchdog.release();
    Closed socket = new Closed();

    watchdog.watch(socket, Deadline.in(Duration.ofMillis(50)));

    assertThat(socket.closed.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void deadlineThatIsOver_closesAtOnce() throws Exception {
    Closed socket = new Closed();

    watchdog.watch(socket, Deadline.in(Duration.ZERO));

    assertThat(socket.closed.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void thread_endsWhenIdle_andAnotherOneStartsLater() throws Exception {
    watchdog.watch(new Closed(), Deadline.in(Duration.ofHours(1)));
    watchdog.release();
    watchdog.end();
    threads.get(0).join(20_000);
    assertThat(threads.get(0).isAlive()).isFalse();
    Closed socket = new Closed();

    watchdog.watch(socket, Deadline.in(Duration.ofMillis(50)));

    assertThat(socket.closed.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(threads).hasSize(2);
  }

  /** Threads that run its code, and objects that they hold, keep a class loader alive. */
  @Test
  void transportThatIsIdle_leavesNoThread() throws Exception {
    HttpTransport transport = new HttpTransport(
        task -> {
          Thread thread = Requests.daemon(task);
          threads.add(thread);
          return thread;
        },
        () -> false);
    try (RawServer server = RawServer.saying(Requests.OK)) {
      transport.send(Requests.to(server.url(), Requests.PATIENCE, Requests.largeBody()));
      assertThat(threads).hasSize(1);

      transport.idle();

      threads.get(0).join(20_000);
      assertThat(threads.get(0).isAlive()).isFalse();
    }
  }

  @Test
  void smallRequest_needsNoThread() throws Exception {
    HttpTransport transport = new HttpTransport(
        task -> {
          throw new AssertionError("a thread");
        },
        () -> false);
    try (RawServer server = RawServer.saying(Requests.OK)) {
      transport.send(Requests.to(server.url()));
    }
  }

  private static final class Closed extends Socket {
    final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
