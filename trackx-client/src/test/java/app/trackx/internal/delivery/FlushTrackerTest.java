package app.trackx.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FlushTrackerTest {
  private static final long LONG = TimeUnit.SECONDS.toNanos(10);

  private final FlushTracker flushes = new FlushTracker();

  @Test
  void ask_isAskedUntilNobodyWaits() {
    assertThat(flushes.isAsked()).isFalse();
    long flush = flushes.ask();
    assertThat(flushes.isAsked()).isTrue();
    assertThat(flushes.isDone(flush)).isFalse();

    advance(0, 0, 0);

    assertThat(flushes.isDone(flush)).isTrue();
    flushes.stopWaiting();
    assertThat(flushes.isAsked()).isFalse();
  }

  @Test
  void secondFlush_isToBeServedWhenTheFirstWas() {
    flushes.ask();
    flushes.notice(0, new Intake<>(1));
    long second = flushes.ask();
    flushes.advance(0, 0);
    assertThat(flushes.hasToServe()).isTrue();

    advance(0, 0, 0);

    assertThat(flushes.isDone(second)).isTrue();
    assertThat(flushes.hasToServe()).isFalse();
  }

  @Test
  void flush_thatTimedOut_isNotAskedForAnyMore() {
    flushes.ask();
    flushes.stopWaiting();

    assertThat(flushes.isAsked()).isFalse();
  }

  @Test
  void flush_askedAfterTheThreadLooked_isNotServedByThatLook() {
    flushes.notice(0, new Intake<>(1));
    long flush = flushes.ask();

    flushes.advance(0, 0);

    assertThat(flushes.isDone(flush)).isFalse();
  }

  /** Does one pass of the processing thread. */
  private void advance(long taken, int inIntake, long oldest) {
    Intake<Integer> intake = new Intake<>(Math.max(1, inIntake));
    for (int i = 0; i < inIntake; i++) {
      intake.offer(i, 0, 0);
    }
    flushes.notice(taken, intake);
    flushes.advance(taken, oldest);
  }

  @Test
  void advance_withoutAFlush_changesNothing() {
    advance(3, 0, 3);

    assertThat(flushes.isDone(flushes.ask())).isFalse();
  }

  @Test
  void flush_waitsForWhatIsInTheIntake() {
    long flush = flushes.ask();

    advance(5, 2, 5);
    assertThat(flushes.isDone(flush)).isFalse();
    advance(6, 1, 6);
    assertThat(flushes.isDone(flush)).isFalse();
    advance(7, 0, 7);
    assertThat(flushes.isDone(flush)).isTrue();
  }

  @Test
  void flush_waitsForWhatIsPending() {
    long flush = flushes.ask();

    advance(5, 0, 3);
    assertThat(flushes.isDone(flush)).isFalse();
    advance(5, 0, 4);
    assertThat(flushes.isDone(flush)).isFalse();
    advance(5, 0, 5);
    assertThat(flushes.isDone(flush)).isTrue();
  }

  @Test
  void flush_doesNotWaitForWhatComesLater() {
    long flush = flushes.ask();
    advance(5, 2, 3);

    advance(60, 1_000, 7);

    assertThat(flushes.isDone(flush)).isTrue();
  }

  @Test
  void flush_afterAnOfferThatWasRefused_doesNotWaitForIt() {
    long flush = flushes.ask();
    advance(5, 3, 5); // one of the three was being refused at that moment

    advance(7, 0, 7);

    assertThat(flushes.isDone(flush)).isTrue();
  }

  @Test
  void flush_askedDuringAnother_isServedAfterIt() {
    long first = flushes.ask();
    advance(0, 1, 0);
    long second = flushes.ask();

    advance(1, 1, 1);
    assertThat(flushes.isDone(first)).isTrue();
    assertThat(flushes.isDone(second)).isFalse();
    advance(1, 1, 1);
    assertThat(flushes.isDone(second)).isFalse();
    advance(2, 0, 2);
    assertThat(flushes.isDone(second)).isTrue();
  }

  @Test
  void flushes_askedBeforeTheThreadLooks_areServedTogether() {
    long first = flushes.ask();
    long second = flushes.ask();

    advance(0, 0, 0);

    assertThat(flushes.isDone(first)).isTrue();
    assertThat(flushes.isDone(second)).isTrue();
  }

  @Test
  void await_ofACheckThatHolds_isTrueAtOnce() {
    assertThat(flushes.await(() -> true, 0)).isTrue();
  }

  @Test
  void await_withNoTime_onlyLooks() {
    assertThat(flushes.await(() -> false, 0)).isFalse();
    assertThat(flushes.await(() -> false, -1)).isFalse();
  }

  @Test
  void await_ofACheckThatNeverHolds_endsWithItsTime() {
    assertThat(flushes.await(() -> false, TimeUnit.MILLISECONDS.toNanos(5))).isFalse();
  }

  @Test
  void await_isWokenByAServedFlush() throws Exception {
    long flush = flushes.ask();
    CountDownLatch looked = new CountDownLatch(1);
    CompletableFuture<Boolean> waiter = CompletableFuture.supplyAsync(() -> flushes.await(
        () -> {
          looked.countDown();
          return flushes.isDone(flush);
        },
        LONG));
    assertThat(looked.await(10, TimeUnit.SECONDS)).isTrue();

    advance(0, 0, 0);

    assertThat(waiter.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void await_forAnEndlessTime_isWokenByASignal() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch looked = new CountDownLatch(1);
    CompletableFuture<Boolean> waiter = CompletableFuture.supplyAsync(() -> flushes.await(
        () -> {
          looked.countDown();
          return over.get();
        },
        Long.MAX_VALUE));
    assertThat(looked.await(10, TimeUnit.SECONDS)).isTrue();

    over.set(true);
    flushes.signal();

    assertThat(waiter.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void await_signalBetweenLookAndWait_isNotMissed() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<Boolean> waiter =
          CompletableFuture.supplyAsync(() -> flushes.await(over::get, LONG));
      over.set(true);
      flushes.signal();

      assertThat(waiter.get(5, TimeUnit.SECONDS)).as("round %s", i).isTrue();
    }
  }

  @Test
  void await_interrupted_isFalseAndStaysInterrupted() {
    Thread.currentThread().interrupt();

    boolean over = flushes.await(() -> false, LONG);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(over).isFalse();
  }

  @Test
  void isServing_fromTheNoticeToTheEndOfAFlush() {
    flushes.ask();
    assertThat(flushes.isServing()).isFalse();

    advance(5, 1, 5);
    assertThat(flushes.isServing()).isTrue();

    advance(6, 0, 6);
    assertThat(flushes.isServing()).isFalse();
  }
}
