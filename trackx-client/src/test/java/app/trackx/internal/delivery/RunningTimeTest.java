package app.trackx.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.jvm.FakeTime;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunningTimeTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final FakeTime time = new FakeTime();
  private final FlushTracker flushes = new FlushTracker();

  @Test
  void nanoTime_ofAJvmThatRuns_isTheClocks() {
    RunningTime clock = new RunningTime(time, flushes, SECOND);
    long start = clock.nanoTime();

    time.advance(Duration.ofMillis(500));

    assertThat(clock.nanoTime() - start).isEqualTo(SECOND / 2);
    assertThat(clock.isStarved()).isFalse();
  }

  /** Every other wait of 5 ms takes 50 ms: a second of running time takes eleven. */
  @Test
  void await_inAStarvedJvm_countsTheWaitsThatWereInTime() {
    RunningTime clock = new RunningTime(time, flushes, 100 * SECOND);
    long start = time.nanoTime();
    int[] millis = {0, 5, 0, 50}; // a wait looks twice
    int[] looks = {0};

    boolean over = clock.await(
        () -> {
          time.advance(Duration.ofMillis(millis[looks[0]++ % millis.length]));
          return false;
        },
        SECOND / 4);

    assertThat(over).isFalse();
    assertThat(clock.isStarved()).isTrue();
    assertThat(time.nanoTime() - start).isBetween(5 * SECOND / 2, 3 * SECOND);
  }

  @Test
  void await_inAStarvedJvm_isBounded() {
    RunningTime clock = new RunningTime(time, flushes, SECOND);
    long start = time.nanoTime();

    clock.await(() -> looked(new int[1]), SECOND);

    assertThat(time.nanoTime() - start).isBetween(2 * SECOND - SECOND / 5, 2 * SECOND + SECOND / 2);
  }

  @Test
  void await_endsWithTheCheck() {
    assertThat(new RunningTime(time, flushes, 0).await(() -> true, SECOND)).isTrue();
  }

  /** A check that takes 50 ms each time, as after a pause without the processor. */
  private boolean looked(int[] looks) {
    looks[0]++;
    time.advance(Duration.ofMillis(50));
    return false;
  }

  @Test
  void await_shorterThanATick_endsWithTheCheck() {
    assertThat(new RunningTime(time, flushes, 0).await(() -> true, 1)).isTrue();
  }

  @Test
  void await_interrupted_isFalseAtOnceAndStaysInterrupted() {
    RunningTime clock = new RunningTime(time, flushes, SECOND);
    Thread.currentThread().interrupt();

    boolean over = clock.await(() -> false, SECOND);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(over).isFalse();
  }

  /** A wait of 5 ms, and 40 ms that any busy machine may take. */
  @Test
  void await_thatTakes40MillisecondsTooLong_isNotStarved() {
    assertThat(isStarvedByAWaitOf(TimeUnit.MILLISECONDS.toNanos(45))).isFalse();
    assertThat(isStarvedByAWaitOf(TimeUnit.MILLISECONDS.toNanos(45) + 1)).isTrue();
  }

  private boolean isStarvedByAWaitOf(long nanos) {
    RunningTime clock = new RunningTime(time, flushes, SECOND);
    int[] looks = {0};
    clock.await(
        () -> {
          looks[0]++;
          time.advanceNanos(looks[0] == 1 ? nanos : 0);
          return looks[0] > 2; // a wait looks twice
        },
        SECOND);
    return clock.isStarved();
  }
}
