package app.trackx.faults;

import static app.trackx.faults.Marked.error;
import static app.trackx.faults.Marked.marker;
import static app.trackx.faults.Marked.markers;
import static app.trackx.testing.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.Diagnostics;
import app.trackx.DropReason;
import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import app.trackx.internal.http.HttpTransport;
import app.trackx.testing.Waiting;
import app.trackx.transport.Transport;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads of the application that do what threads should not, or come all at once. */
@Timeout(120)
class ThreadFaultTest {
  private static final int THREADS = 200;
  private static final int EACH = 5;
  private static final Duration SHUTDOWN = Duration.ofSeconds(2); // the default
  private static final Duration LOADED_MACHINE = Duration.ofSeconds(20);

  @Test
  void interruptedCaller_staysInterrupted_andItsEventArrives() throws Exception {
    try (FaultyServer server = FaultyServer.start();
        TrackXClient client = builder(server).build()) {
      Thread.currentThread().interrupt();
      client.sendEvent(error(1));

      assertThat(Thread.interrupted()).isTrue();
      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(server.taken()).isEqualTo(markers(1, 1));
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void interruptWithinFlush_endsIt_andTheEventArrivesAllTheSame() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    try (FaultyServer server = FaultyServer.start().then(Faults.hold(held));
        TrackXClient client = builder(server).build()) {
      AtomicBoolean flushed = new AtomicBoolean(true);
      AtomicBoolean interrupted = new AtomicBoolean();
      client.sendEvent(error(1));
      Thread flusher = new Thread(() -> {
        flushed.set(client.flush(PATIENCE.multipliedBy(2)));
        interrupted.set(Thread.currentThread().isInterrupted());
      });
      flusher.start();
      server.awaitExchanges(1);
      flusher.interrupt();
      Waiting.forEnd(List.of(flusher));
      held.countDown();

      assertThat(flushed).isFalse();
      assertThat(interrupted).isTrue();
      assertThat(client.flush(PATIENCE)).isTrue();
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void interruptWithinClose_endsIt_andEverythingIsCountedInTheEnd() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    try (FaultyServer server = FaultyServer.start().then(Faults.hold(held));
        TrackXClient client = builder(server).build()) {
      client.sendEvent(error(1));
      client.sendEvent(error(2));
      AtomicBoolean interrupted = new AtomicBoolean();
      Thread closer = new Thread(() -> {
        client.close();
        interrupted.set(Thread.currentThread().isInterrupted());
      });
      closer.start();
      server.awaitExchanges(1);
      closer.interrupt();
      Waiting.forEnd(List.of(closer));
      held.countDown();

      assertThat(interrupted).isTrue();
      awaitNothingPending(client);
      assertThat(server.taken()).isEqualTo(markers(1, 2));
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void transportThatLeavesTheInterruptFlag_costsNothing() throws Exception {
    HttpTransport http = new HttpTransport(Thread::new, () -> false);
    Transport interrupting = request -> {
      try {
        return http.send(request);
      } finally {
        Thread.currentThread().interrupt();
      }
    };
    try (FaultyServer server = FaultyServer.start();
        TrackXClient client = builder(server).transport(interrupting).build()) {
      for (int number = 1; number <= 5; number++) {
        client.sendEvent(error(number));
      }
      client.close();

      assertThat(server.taken()).isEqualTo(markers(1, 5));
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void manyThreadsAtOnce_everythingArrivesOnce() throws Exception {
    assertAllArriveOnce(ThreadFaultTest::platformThread);
  }

  @Test
  void manyVirtualThreadsAtOnce_everythingArrivesOnce() throws Exception {
    Assumptions.assumeTrue(virtualThreads() != null, "this JVM has no virtual threads");

    assertAllArriveOnce(ThreadFaultTest::virtualThread);
  }

  @Test
  void manyThreadsAtOnce_moreThanThereIsRoomFor_whatIsLostIsCounted() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    try (FaultyServer server = FaultyServer.start().then(Faults.hold(held));
        TrackXClient client = builder(server).queueCapacity(50).build()) {
      sendFromManyThreads(client, ThreadFaultTest::platformThread);
      held.countDown();

      assertThat(client.flush(PATIENCE)).isTrue();
      Diagnostics end = client.diagnostics();
      assertThat(end.captured()).isEqualTo(THREADS * EACH);
      assertThat(end.pending()).isZero();
      assertThat(end.totalDropped()).isGreaterThanOrEqualTo(THREADS * EACH - 2 * 50 - 64);
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void manyThreadsAtOnce_ofOneBug_duringAnOutage_areAllAccountedFor() throws Exception {
    try (FaultyServer server = FaultyServer.start();
        TrackXClient client = builder(server).queueCapacity(2_000).build()) {
      server.kill();
      AtomicInteger number = new AtomicInteger();
      List<Thread> threads = start(20, ThreadFaultTest::platformThread, () -> {
        for (int i = 0; i < 20; i++) {
          client.sendEvent(Marked.repeat(number.incrementAndGet()));
        }
      });
      Waiting.forEnd(threads);
      Waiting.until("a failure", () -> client.diagnostics().retried() >= 1);
      server.restart();
      client.close();

      assertThat(client.diagnostics().captured()).isEqualTo(400);
      assertThat(client.diagnostics().dropped()).isEmpty();
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void close_duringAStorm_isBoundedAndEverythingIsCounted() throws Exception {
    assertStormIsClosed(1, SHUTDOWN);
  }

  @Test
  void close_fromFourThreadsDuringAStorm_isBoundedAndEverythingIsCounted() throws Exception {
    assertStormIsClosed(4, SHUTDOWN);
  }

  @Test
  void close_duringAStorm_withoutTime_isBoundedAndEverythingIsCounted() throws Exception {
    assertStormIsClosed(1, Duration.ZERO);
  }

  @Test
  void close_duringAStorm_againstAServerThatSwallows_isBoundedAndEverythingIsCounted()
      throws Exception {
    try (FaultyServer server = FaultyServer.start().always(Faults.swallow());
        TrackXClient client = builder(server)
            .callTimeout(Duration.ofSeconds(2))
            .shutdownTimeout(Duration.ofMillis(200))
            .build()) {
      Storm storm = new Storm(client);
      server.awaitExchanges(1);
      long start = System.nanoTime();
      client.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LOADED_MACHINE);
      storm.end();

      awaitNothingPending(client);
      assertThat(client.diagnostics().dropped()).containsKey(DropReason.SHUTDOWN);
      Accounts.of(server, client)
          .undecided(server.undecided().toArray(new String[0])) // whichever came first
          .addUp();
    }
  }

  @Test
  void twoClients_ofOneEndpoint_countTheirOwn() throws Exception {
    try (FaultyServer server = FaultyServer.start().then(Faults.interrupt("no HTTP\r\n\r\n"));
        TrackXClient one = builder(server).build();
        TrackXClient two = builder(server).build()) {
      for (int number = 1; number <= 20; number++) {
        (number % 2 == 0 ? one : two).sendEvent(error(number));
      }
      one.sendEvent(error(21));

      assertThat(one.flush(PATIENCE)).isTrue();
      assertThat(two.flush(PATIENCE)).isTrue();
      assertThat(one.diagnostics().sent()).isEqualTo(11);
      assertThat(two.diagnostics().sent()).isEqualTo(10);
      assertThat(server.taken()).containsExactlyInAnyOrderElementsOf(markers(1, 21));
      Accounts.of(server, one, two).addUp();
    }
  }

  @Test
  void twoClients_ofOneEndpoint_closeOfOneLeavesTheOtherAlone() throws Exception {
    try (FaultyServer server = FaultyServer.start();
        TrackXClient one = builder(server).build();
        TrackXClient two = builder(server).build()) {
      one.sendEvent(error(1));
      two.sendEvent(error(2));
      one.close();
      one.sendEvent(error(3));
      two.sendEvent(error(4));

      assertThat(two.flush(PATIENCE)).isTrue();
      assertThat(server.taken()).containsExactlyInAnyOrder(marker(1), marker(2), marker(4));
      assertThat(one.diagnostics().dropped()).containsOnlyKeys(DropReason.SHUTDOWN);
      Accounts.of(server, one, two).addUp();
    }
  }

  private static void assertAllArriveOnce(Function<Runnable, Thread> kind) throws Exception {
    try (FaultyServer server = FaultyServer.start();
        TrackXClient client = builder(server).queueCapacity(THREADS * EACH).build()) {
      sendFromManyThreads(client, kind);

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(server.taken()).containsExactlyInAnyOrderElementsOf(markers(1, THREADS * EACH));
      Accounts.of(server, client).addUp();
    }
  }

  private static void sendFromManyThreads(TrackXClient client, Function<Runnable, Thread> kind)
      throws Exception {
    AtomicInteger number = new AtomicInteger();
    CountDownLatch go = new CountDownLatch(THREADS);
    List<Thread> threads = start(THREADS, kind, () -> {
      go.countDown();
      try {
        Waiting.forLatch(go);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      for (int i = 0; i < EACH; i++) {
        client.sendEvent(error(number.incrementAndGet()));
      }
    });
    Waiting.forEnd(threads);
  }

  private static void assertStormIsClosed(int closers, Duration timeout) throws Exception {
    try (FaultyServer server = FaultyServer.start();
        TrackXClient client = builder(server).shutdownTimeout(timeout).build()) {
      Storm storm = new Storm(client);
      server.awaitExchanges(20);
      long start = System.nanoTime();
      Waiting.forEnd(start(closers, ThreadFaultTest::platformThread, client::close));
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isLessThan(timeout.plus(LOADED_MACHINE));
      storm.end();

      awaitNothingPending(client);
      assertThat(client.diagnostics().dropped()).containsKey(DropReason.SHUTDOWN);
      assertThat(client.diagnostics().captured()).isEqualTo(storm.sent());
      Accounts.of(server, client).addUp();
    }
  }

  private static void awaitNothingPending(TrackXClient client) {
    Waiting.until("the end of all", () -> client.diagnostics().pending() == 0);
  }

  /** Four threads that send without a pause, until they are told to end and a little longer. */
  private static final class Storm {
    private static final int AFTER = 100;

    private final AtomicInteger number = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Thread> threads;

    Storm(TrackXClient client) {
      threads = start(4, ThreadFaultTest::platformThread, () -> {
        for (int after = 0; after < AFTER; after += over.get() ? 1 : 0) {
          client.sendEvent(error(number.incrementAndGet()));
        }
      });
    }

    void end() throws InterruptedException {
      over.set(true);
      Waiting.forEnd(threads);
    }

    long sent() {
      return number.get();
    }
  }

  private static List<Thread> start(int count, Function<Runnable, Thread> kind, Runnable task) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Thread thread = kind.apply(task);
      threads.add(thread);
      thread.start();
    }
    return threads;
  }

  private static Thread platformThread(Runnable task) {
    Thread thread = new Thread(task, "caller");
    thread.setDaemon(true);
    return thread;
  }

  private static Thread virtualThread(Runnable task) {
    try {
      Object builder = virtualThreads().invoke(null);
      return (Thread) Class.forName("java.lang.Thread$Builder")
          .getMethod("unstarted", Runnable.class)
          .invoke(builder, task);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Method virtualThreads() {
    try {
      return Thread.class.getMethod("ofVirtual");
    } catch (NoSuchMethodException olderThan21) {
      return null;
    }
  }

  private static TrackXClient.Builder builder(FaultyServer server) {
    return TrackXClient.builder(server.endpoint())
        .rateLimit(RateLimit.none())
        .callTimeout(PATIENCE)
        .shutdownTimeout(PATIENCE);
  }
}
