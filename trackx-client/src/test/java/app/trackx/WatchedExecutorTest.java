package app.trackx;

import static app.trackx.VisitorPingTest.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.testing.Waiting;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Watched executors: what vanishes in a future is reported, unless somebody reads it. */
@Timeout(60)
class WatchedExecutorTest {
  private final FakeTransport transport = new FakeTransport();
  private final TrackXClient client = TrackXClient.builder(FakeTransport.ENDPOINT)
      .transport(transport)
      .rateLimit(RateLimit.none())
      .build();
  private final ExecutorService plain = Executors.newFixedThreadPool(2);
  private final ExecutorService pool = client.watch(plain);
  private final IllegalStateException failure = new IllegalStateException("boom");

  @AfterEach
  void close() {
    RequestContext.set(null);
    CurrentVisitor.set(null);
    plain.shutdownNow();
    client.close();
  }

  // ---- what is reported ------------------------------------------------------------------------

  @Test
  void unreadFailure_isReported_afterFiveSeconds() throws Exception {
    long start = System.nanoTime();
    pool.submit(this::fail);
    transport.next();

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(5));
    assertThat(transport.bodies().get(0))
        .contains("\"type\":2,", "\"message\":\"boom\"", "\"thread\":\"pool-")
        .contains("\"_task\":\"submitted; its failed result was not read\"")
        .doesNotContain("internal.tasks", "$Wrapped");
  }

  @Test
  void unreadFailure_ofRunnableOrCallable_isReportedAtTheEndOfTheClient() throws Exception {
    awaitDone(pool.submit((Runnable) this::failHere));
    awaitDone(pool.submit((Runnable) this::failThere, "value"));
    awaitDone(pool.submit((Callable<String>) this::fail));
    client.close();

    assertThat(transport.bodies()).hasSize(3);
  }

  @Test
  void failureThatWasRead_isNotReported() throws Exception {
    Future<String> first = pool.submit(this::fail);
    Future<String> second = pool.submit(this::fail);
    assertThatThrownBy(first::get).hasCause(failure);
    assertThatThrownBy(() -> second.get(20, TimeUnit.SECONDS)).hasCause(failure);
    client.close();

    assertThat(transport.bodies()).isEmpty();
    assertThat(client.diagnostics().captured()).isZero();
  }

  @Test
  void lookingAtAFuture_isNotReadingIt() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    Future<String> future = pool.submit(() -> {
      Waiting.forLatch(go);
      throw failure;
    });
    assertThatThrownBy(() -> future.get(1, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    assertThat(future.isDone()).isFalse();
    go.countDown();
    awaitDone(future);
    assertThat(future.isCancelled()).isFalse();
    assertThat(future.cancel(true)).isFalse(); // too late
    client.close();

    assertThat(transport.bodies()).hasSize(1);
  }

  @Test
  void reportedThenReadAndLogged_isOneEvent() throws Exception {
    Future<String> future = pool.submit(this::fail);
    transport.next();
    assertThatThrownBy(future::get)
        .isInstanceOfSatisfying(
            ExecutionException.class,
            error -> client
                .capture(EventType.CUSTOM_LOGGER)
                .reason(error)
                .meta("log", "late")
                .send());
    client.close();

    assertThat(transport.bodies()).hasSize(1);
    assertThat(client.diagnostics().duplicates()).isEqualTo(1);
  }

  @Test
  void failureIsOfTheRequestAndVisitorThatSubmittedIt() throws Exception {
    RequestContext.set(new RequestContext().withRoute("/orders"));
    CurrentVisitor.set(token(1));
    Future<String> future = pool.submit(this::fail);
    RequestContext.set(null);
    awaitDone(future);
    client.close();

    assertThat(transport.next().headers().get("User-Agent")).endsWith(" visitor/" + token(1));
    assertThat(transport.bodies().get(0)).contains("\"route\":\"/orders\"");
  }

  @Test
  void collectedFuture_isReported_andNothingKeepsFutureOrTask() throws Exception {
    byte[] captured = new byte[16];
    WeakReference<byte[]> payload = new WeakReference<>(captured);
    WeakReference<Future<?>> future = submitOver(captured);
    captured = null;
    Waiting.until(() -> {
      System.gc();
      return future.get() == null;
    });
    transport.next();
    Waiting.until(() -> {
      System.gc();
      return payload.get() == null;
    });

    assertThat(transport.bodies()).hasSize(1);
  }

  private WeakReference<Future<?>> submitOver(byte[] captured) {
    return new WeakReference<>(pool.submit(() -> {
      throw new IllegalStateException("length " + captured.length);
    }));
  }

  @Test
  void manyTasks_leaveNothingBehind() throws Exception {
    List<Future<Object>> futures = new ArrayList<>();
    List<WeakReference<Object>> payloads = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      Object payload = new Object();
      payloads.add(new WeakReference<>(payload));
      boolean fails = i % 2 == 0;
      futures.add(pool.submit(() -> {
        if (fails && payload != null) {
          throw failure;
        }
        return "done";
      }));
      if (futures.size() % 500 == 0) { // fewer than may wait
        assertThat(failed(futures.subList(futures.size() - 500, futures.size())))
            .isEqualTo(250);
      }
    }
    plain.shutdown(); // its threads end, and what they have on their stacks
    Waiting.until(() -> {
      System.gc();
      return payloads.stream().allMatch(payload -> payload.get() == null);
    });

    assertThat(futures).hasSize(20_000); // they are kept, and keep no task
    assertThat(client.diagnostics().captured()).isZero();
  }

  private static int failed(List<Future<Object>> futures) throws Exception {
    int failed = 0;
    for (Future<Object> future : futures) {
      try {
        future.get(20, TimeUnit.SECONDS);
      } catch (ExecutionException read) {
        failed++;
      }
    }
    return failed;
  }

  // ---- what is not reported --------------------------------------------------------------------

  @Test
  void cancelledTask_isNotReported_whateverItThrows() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Future<?> future = pool.submit(() -> {
      started.countDown();
      try {
        new CountDownLatch(1).await(20, TimeUnit.SECONDS);
      } catch (InterruptedException cancelled) {
        throw new IllegalStateException("interrupted", cancelled);
      } finally {
        ended.countDown();
      }
    });
    Waiting.forLatch(started);
    assertThat(future.cancel(true)).isTrue();
    Waiting.forLatch(ended);
    plain.shutdown();
    assertThat(plain.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    client.close();

    assertThat(future.isCancelled()).isTrue();
    assertThat(client.diagnostics().captured()).isZero();
  }

  @Test
  void interruptedByShutdownNow_isNotReported_butAnotherErrorIs() throws Exception {
    CountDownLatch started = new CountDownLatch(2);
    pool.submit(() -> {
      started.countDown();
      new CountDownLatch(1).await();
      return null;
    });
    pool.submit(() -> {
      started.countDown();
      try {
        return new LinkedBlockingQueue<>().take();
      } catch (InterruptedException stopped) {
        throw failure; // while it cleans up
      }
    });
    Waiting.forLatch(started);
    pool.shutdownNow();
    assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    client.close();

    assertThat(transport.bodies()).hasSize(1);
    assertThat(transport.bodies().get(0)).contains("boom");
  }

  @Test
  void execute_goesToTheUncaughtHandler_andIsNotReportedHere() throws Exception {
    LinkedBlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
    ExecutorService handled = client.watch(Executors.newSingleThreadExecutor(task -> {
      Thread thread = new Thread(task);
      thread.setUncaughtExceptionHandler((t, error) -> uncaught.add(error));
      return thread;
    }));
    handled.execute(this::failHere);

    assertThat(uncaught.poll(20, TimeUnit.SECONDS)).isSameAs(failure);
    handled.shutdown();
    client.close();
    assertThat(client.diagnostics().captured()).isZero();
  }

  // ---- invokeAll and invokeAny -----------------------------------------------------------------

  @Test
  void invokeAll_reportsWhatIsNotRead() throws Exception {
    List<Future<String>> futures = pool.invokeAll(Arrays.asList(() -> "a", this::fail, () -> {
      throw new IllegalArgumentException("read");
    }));
    assertThat(futures.get(0).get()).isEqualTo("a");
    assertThatThrownBy(futures.get(2)::get).hasMessageContaining("read");
    client.close();

    assertThat(transport.bodies()).hasSize(1);
    assertThat(transport.bodies().get(0)).contains("boom", "\"thread\":\"pool-");
  }

  @Test
  void invokeAll_withTimeout_reportsFailuresButNoCancellation() throws Exception {
    List<Callable<String>> tasks = Arrays.asList(this::fail, () -> {
      new CountDownLatch(1).await();
      return "never";
    });
    List<Future<String>> futures = pool.invokeAll(tasks, 200, TimeUnit.MILLISECONDS);

    assertThat(futures.get(1).isCancelled()).isTrue();
    plain.shutdown();
    assertThat(plain.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    client.close();
    assertThat(transport.bodies()).hasSize(1);
    assertThat(transport.bodies().get(0)).contains("boom");
  }

  @Test
  void invokeAll_thatIsInterrupted_reportsFailuresThatNobodyCanRead() throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    List<Callable<String>> tasks = Arrays.asList(
        () -> {
          failed.countDown();
          throw failure;
        },
        () -> {
          new CountDownLatch(1).await();
          return "never";
        });
    Thread caller = new Thread(() -> {
      try {
        pool.invokeAll(tasks);
      } catch (InterruptedException expected) {
        Thread.currentThread().interrupt();
      }
    });
    caller.start();
    Waiting.forLatch(failed);
    // the failure is kept once a third task has run on its thread
    assertThat(plain.submit(() -> "next").get(20, TimeUnit.SECONDS)).isEqualTo("next");
    caller.interrupt();
    transport.next();
    caller.join(20_000);
    plain.shutdown();
    assertThat(plain.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    client.close();

    assertThat(transport.bodies()).hasSize(1);
    assertThat(transport.bodies().get(0)).contains("boom");
  }

  @Test
  void invokeAny_expectsFailures() throws Exception {
    List<Callable<String>> some = Arrays.asList(this::fail, () -> "a");
    assertThat(pool.invokeAny(some)).isEqualTo("a");
    assertThat(pool.invokeAny(some, 20, TimeUnit.SECONDS)).isEqualTo("a");
    List<Callable<String>> none = Collections.singletonList(this::fail);
    assertThatThrownBy(() -> pool.invokeAny(none)).hasCause(failure);
    client.close();

    assertThat(client.diagnostics().captured()).isZero();
  }

  // ---- as the executor behind it does ----------------------------------------------------------

  @Test
  void shutdownNow_returnsTheTasksAsTheyWereGiven() throws Exception {
    RequestContext.set(new RequestContext().withRoute("/orders"));
    ExecutorService single = client.watch(Executors.newSingleThreadExecutor());
    CountDownLatch started = new CountDownLatch(1);
    single.execute(() -> {
      started.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    });
    Waiting.forLatch(started);
    Runnable waiting = () -> {};
    single.execute(waiting);
    Future<String> submitted = single.submit(() -> "late");
    List<Runnable> left = single.shutdownNow();

    assertThat(left).hasSize(2);
    assertThat(left.get(0)).isSameAs(waiting);
    left.get(1).run();
    assertThat(submitted.get(20, TimeUnit.SECONDS)).isEqualTo("late");
    assertThat(single.isShutdown()).isTrue();
    assertThat(single.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    assertThat(single.isTerminated()).isTrue();
  }

  @Test
  void comparableTask_staysComparable() throws Exception {
    RequestContext.set(new RequestContext().withRoute("/orders"));
    ThreadPoolExecutor byPriority =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>());
    ExecutorService watched = client.watch(byPriority);
    CountDownLatch done = new CountDownLatch(3);
    for (int i = 0; i < 3; i++) {
      watched.execute(new Prioritized(done, i));
    }
    Waiting.forLatch(done);
    byPriority.shutdown();

    assertThat(done.getCount()).isZero();
  }

  private static final class Prioritized implements Runnable, Comparable<Prioritized> {
    private final CountDownLatch done;
    private final int priority;

    Prioritized(CountDownLatch done, int priority) {
      this.done = done;
      this.priority = priority;
    }

    @Override
    public void run() {
      done.countDown();
    }

    @Override
    public int compareTo(Prioritized other) {
      return Integer.compare(priority, other.priority);
    }
  }

  @Test
  void forkJoinPool_stillHelpsAWorkerThatJoins() throws Exception {
    ForkJoinPool single = new ForkJoinPool(1);
    try {
      ExecutorService watched = client.watch((ExecutorService) single);
      Future<String> outer = watched.submit(() -> watched.submit(() -> "inner").get());

      assertThat(outer.get(20, TimeUnit.SECONDS)).isEqualTo("inner");
      awaitDone(watched.submit(this::fail));
      client.close();
      assertThat(transport.bodies()).hasSize(1);
    } finally {
      single.shutdownNow();
    }
  }

  @Test
  void close_ofTheCommonPool_returns() throws Exception {
    ExecutorService common = client.watch((ExecutorService) ForkJoinPool.commonPool());
    ExecutorService.class.getMethod("isShutdown").invoke(common);
    common.getClass().getMethod("close"); // overrides the method of JDK 19
    close(common);

    assertThat(ForkJoinPool.commonPool().isShutdown()).isFalse();
  }

  @Test
  void close_closesTheExecutor_whereTheJdkCan() throws Exception {
    Future<String> future = pool.submit(() -> "done");
    close(pool);

    assertThat(plain.isShutdown()).isEqualTo(plain instanceof AutoCloseable);
    assertThat(future.get(20, TimeUnit.SECONDS)).isEqualTo("done");
  }

  private static void close(ExecutorService executor) throws Exception {
    if (executor instanceof AutoCloseable) { // since JDK 19
      ((AutoCloseable) executor).close();
    }
  }

  @Test
  void virtualThreads_areWatched() throws Exception {
    ExecutorService virtual;
    try {
      virtual = (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException beforeJdk21) {
      org.junit.jupiter.api.Assumptions.abort("no virtual threads");
      return;
    }
    ExecutorService watched = client.watch(virtual);
    awaitDone(watched.submit(this::fail));
    assertThatThrownBy(watched.submit(this::fail)::get).hasCause(failure);
    close(watched);
    client.close();

    assertThat(watched.isTerminated()).isTrue();
    assertThat(transport.bodies()).hasSize(1);
  }

  @Test
  void laterMethodsOfFuture_readIt() throws Exception {
    Future<String> future = pool.submit(this::fail);
    awaitDone(future);
    try {
      assertThat(Future.class.getMethod("exceptionNow").invoke(future)).isSameAs(failure);
    } catch (NoSuchMethodException beforeJdk19) {
      org.junit.jupiter.api.Assumptions.abort("no exceptionNow");
    }
    client.close();

    assertThat(client.diagnostics().captured()).isZero();
  }

  @Test
  void watchedTwice_isTheSame_andReportedOnce() throws Exception {
    assertThat(client.watch(pool)).isSameAs(pool);
    awaitDone(TrackX.watch(pool).submit(this::fail)); // another client, which is off
    client.close();

    assertThat(transport.bodies()).hasSize(1);
    assertThat(pool.toString()).isEqualTo(plain.toString());
  }

  @Test
  void rejectedAndNullTasks_failAsAlways() {
    assertThatThrownBy(() -> pool.submit((Runnable) null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> pool.submit((Callable<String>) null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> pool.execute(null)).isInstanceOf(NullPointerException.class);
    plain.shutdown();
    assertThatThrownBy(() -> pool.submit(this::fail))
        .isInstanceOf(java.util.concurrent.RejectedExecutionException.class);
  }

  // ---- without a client ------------------------------------------------------------------------

  @Test
  void afterClose_andWithoutEndpoint_everythingPassesThrough() throws Exception {
    client.close();
    awaitDone(pool.submit(this::fail));
    TrackXClient off = TrackXClient.builder(null).build();
    assertThatThrownBy(off.watch(plain).submit(this::fail)::get).hasCause(failure);
    assertThat(TrackX.watch(plain).submit(() -> "a").get()).isEqualTo("a");

    assertThat(transport.bodies()).isEmpty();
    assertThat(client.diagnostics().pending()).isZero();
  }

  @Test
  void moreFailuresThanMayWait_areReportedAtOnce_andAllAreCounted() throws Exception {
    int count = 1_500;
    for (int i = 0; i < count; i++) {
      RuntimeException error = Errors.at(i);
      awaitDone(pool.submit(() -> {
        throw error;
      }));
    }
    Waiting.until(() -> client.diagnostics().captured() >= count - 1_024);
    client.close();

    Diagnostics all = client.diagnostics();
    assertThat(all.captured()).isEqualTo(count);
    assertThat(all.sent() + all.folded() + all.totalDropped()).isEqualTo(count);
    assertThat(all.pending()).isZero();
  }

  private String fail() {
    throw failure;
  }

  private void failHere() {
    throw failure;
  }

  private void failThere() {
    throw new IllegalArgumentException("there");
  }

  private static void awaitDone(Future<?> future) {
    Waiting.until(future::isDone);
  }
}
