package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.testing.Waiting;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Watched schedulers: a periodic task that dies is an event that says so. */
@Timeout(60)
class WatchedSchedulerTest {
  private final FakeTransport transport = new FakeTransport();
  private final TrackXClient client = TrackXClient.builder(FakeTransport.ENDPOINT)
      .transport(transport)
      .rateLimit(RateLimit.none())
      .build();
  private final ScheduledExecutorService plain = Executors.newScheduledThreadPool(1);
  private final ScheduledExecutorService pool = client.watch(plain);
  private final IllegalStateException failure = new IllegalStateException("boom");

  @AfterEach
  void close() {
    plain.shutdownNow();
    client.close();
  }

  @Test
  void fixedRate_thatDies_isAnEventAtOnce_thatSaysSo() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    ScheduledFuture<?> future = pool.scheduleAtFixedRate(
        () -> {
          if (runs.incrementAndGet() == 3) {
            throw failure;
          }
        },
        0,
        1,
        TimeUnit.MILLISECONDS);
    transport.next();

    assertThat(transport.bodies().get(0))
        .contains("\"type\":1,", "\"message\":\"boom\"")
        .contains("\"_task\":\"periodic; it will not run again\"")
        .doesNotContain("internal.tasks");
    assertThatThrownBy(future::get).hasCause(failure);
    assertThat(runs).hasValue(3);
  }

  @Test
  void fixedDelay_thatDies_isAnEventAtOnce() throws Exception {
    pool.scheduleWithFixedDelay(this::fail, 1, 1, TimeUnit.MILLISECONDS);
    transport.next();

    assertThat(transport.bodies().get(0)).contains("it will not run again");
  }

  @Test
  void cancelledPeriodicTask_isNotReported() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    ScheduledFuture<?> future = pool.scheduleAtFixedRate(
        () -> {
          started.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException cancelled) {
            throw new IllegalStateException(cancelled);
          } finally {
            ended.countDown();
          }
        },
        0,
        1,
        TimeUnit.MILLISECONDS);
    Waiting.forLatch(started);
    assertThat(future.cancel(true)).isTrue();
    Waiting.forLatch(ended);
    plain.shutdown();
    assertThat(plain.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    client.close();

    assertThat(client.diagnostics().captured()).isZero();
  }

  @Test
  void periodicTask_interruptedByShutdownNow_isNotReported() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    pool.scheduleAtFixedRate(
        () -> {
          started.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
          }
        },
        0,
        1,
        TimeUnit.MILLISECONDS);
    Waiting.forLatch(started);
    pool.shutdownNow();
    assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    client.close();

    assertThat(client.diagnostics().captured()).isZero();
  }

  @Test
  void schedule_isReportedUnlessItIsRead() throws Exception {
    ScheduledFuture<?> read = pool.schedule(this::fail, 1, TimeUnit.MILLISECONDS);
    assertThatThrownBy(() -> read.get(20, TimeUnit.SECONDS)).hasCause(failure);
    ScheduledFuture<String> unread = pool.schedule(this::call, 1, TimeUnit.MILLISECONDS);
    Waiting.until(unread::isDone);
    client.close();

    assertThat(transport.bodies()).hasSize(1);
    assertThat(transport.bodies().get(0)).contains("\"type\":2,", "its failed result was not read");
  }

  @Test
  void execute_isReportedAtOnce_sinceTheSchedulerSwallowsIt() throws Exception {
    pool.execute(this::fail);
    transport.next();

    assertThat(transport.bodies().get(0)).contains("\"type\":1,").doesNotContain("_task");
  }

  @Test
  void scheduler_isWatchedAsSuch_alsoByItsOtherType() throws Exception {
    ExecutorService general = client.watch((ExecutorService) plain);
    general.execute(this::fail);
    transport.next();

    assertThat(general).isInstanceOf(ScheduledExecutorService.class);
    assertThat(client.watch(pool)).isSameAs(pool);
  }

  @Test
  void futures_areInOrder_amongEachOtherAndWithOthers() {
    ScheduledFuture<?> soon = pool.schedule(this::call, 1, TimeUnit.HOURS);
    ScheduledFuture<?> later = pool.schedule(this::call, 2, TimeUnit.HOURS);
    ScheduledFuture<?> unwatched = plain.schedule(this::call, 90, TimeUnit.MINUTES);

    assertThat(soon.compareTo(later)).isNegative();
    assertThat(later.compareTo(soon)).isPositive();
    assertThat(soon.compareTo(soon)).isZero();
    assertThat(soon.compareTo(unwatched)).isNegative();
    assertThat(unwatched.compareTo(soon)).isPositive();
    assertThat(soon.getDelay(TimeUnit.MINUTES)).isBetween(50L, 60L);
    assertThat((Object) soon).isEqualTo(soon).isNotEqualTo(later);
  }

  private void fail() {
    throw failure;
  }

  private String call() {
    throw failure;
  }
}
