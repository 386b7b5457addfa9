package app.trackx.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IntakeTest {
  private static final int PRODUCERS = 8;
  private static final int EACH = 20_000;

  private final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);

  @Test
  void poll_ofAnEmptyIntake_isNull() {
    Intake<String> intake = new Intake<>(1);

    assertThat(intake.poll()).isNull();
    assertThat(intake.size()).isZero();
  }

  @Test
  void poll_returnsTheOldest() {
    Intake<String> intake = new Intake<>(2);
    intake.offer("a", 0, 0);
    intake.offer("b", 0, 0);

    assertThat(intake.poll()).isEqualTo("a");
    assertThat(intake.poll()).isEqualTo("b");
    assertThat(intake.poll()).isNull();
  }

  @Test
  void offer_toAFullIntake_isRefusedAndLeavesNoTrace() {
    Intake<String> intake = new Intake<>(2);

    assertThat(intake.offer("a", 0, 0)).isTrue();
    assertThat(intake.offer("b", 0, 0)).isTrue();
    assertThat(intake.offer("c", 0, 0)).isFalse();
    assertThat(intake.offer("d", 0, 0)).isFalse();
    assertThat(intake.size()).isEqualTo(2);
    assertThat(intake.capacity()).isEqualTo(2);
  }

  @Test
  void offer_afterAPoll_isAcceptedAgain() {
    Intake<String> intake = new Intake<>(1);
    intake.offer("a", 0, 0);
    intake.offer("refused", 0, 0);
    intake.poll();

    assertThat(intake.offer("b", 0, 0)).isTrue();
    assertThat(intake.poll()).isEqualTo("b");
  }

  @Test
  void offer_byManyThreadsWithoutAConsumer_fillsItExactly() throws Exception {
    Intake<Integer> intake = new Intake<>(50);
    AtomicInteger taken = new AtomicInteger();

    await(produce((producer, i) -> {
      if (intake.offer(i, 0, 0)) {
        taken.incrementAndGet();
      }
    }));

    assertThat(taken).hasValue(50);
    assertThat(intake.size()).isEqualTo(50);
    assertThat(drain(intake)).hasSize(50);
  }

  @Test
  void offer_ofOneSource_leavesHalfOfTheRoomToOthers() {
    Intake<String> intake = new Intake<>(256);
    for (int i = 0; i < 1_000; i++) {
      intake.offer("storm", 7, 1);
    }

    assertThat(intake.size()).isEqualTo(128);
    assertThat(intake.offer("same kind, other thread", 7, 2)).isTrue();
    assertThat(intake.offer("other kind, same thread", 8, 1)).isTrue();
  }

  @Test
  void offer_ofOneKindFromManySources_leavesAQuarterToOtherKinds() {
    Intake<String> intake = new Intake<>(256);
    for (int i = 0; i < 10_000; i++) {
      intake.offer("storm", 7, i % 200);
    }

    assertThat(intake.size()).isEqualTo(192);
    assertThat(intake.offer("same kind", 7, 1_000)).isFalse();
    assertThat(intake.offer("other kind", 8, 1)).isTrue();
  }

  @Test
  void offer_afterAStormWasTaken_isAsBefore() {
    Intake<String> intake = new Intake<>(256);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 1_000; i++) {
        intake.offer("storm", 7, 1);
      }
      assertThat(drain(intake)).hasSize(128);
    }
    assertThat(intake.size()).isZero();
  }

  @Test
  void offer_ofOneThatIsHeavyAlone_isAccepted() {
    Intake<String> intake = new Intake<>(10, 4);

    assertThat(intake.offer("heavy", 0, 0, 50)).isTrue();
    assertThat(intake.offer("light", 0, 0, 1)).isFalse();
    assertThat(intake.offer("weightless", 0, 0)).isTrue();
  }

  @Test
  void offer_ofWhatIsTooHeavyTogether_isRefusedUntilOneIsPolled() {
    Intake<String> intake = new Intake<>(10, 4);
    for (int i = 0; i < 4; i++) {
      assertThat(intake.offer("a", 0, 0, 1)).isTrue();
    }

    assertThat(intake.offer("b", 0, 0, 1)).isFalse();
    intake.poll();
    assertThat(intake.offer("b", 0, 0, 1)).isTrue();
  }

  @Test
  void isHalfFull_withHalfOfItsCapacity_isTrue() {
    Intake<Integer> intake = new Intake<>(64);
    offerOfMany(intake, 31);
    assertThat(intake.isHalfFull()).isFalse();

    intake.offer(31, 31, 0);

    assertThat(intake.isHalfFull()).isTrue();
  }

  @Test
  void isHalfFull_ofASmallIntake_isTrueWhenItIsFull() {
    Intake<Integer> intake = new Intake<>(63);
    offerOfMany(intake, 62);
    assertThat(intake.isHalfFull()).isFalse();

    intake.offer(62, 62, 0);

    assertThat(intake.isHalfFull()).isTrue();
  }

  @Test
  void offer_toAHalfFullIntake_isAcceptedForASixteenthOfASource() {
    Intake<Integer> intake = new Intake<>(64);
    offerOfMany(intake, 32);

    for (int i = 0; i < 4; i++) {
      assertThat(intake.offer(i, 1_000, 7)).as("offer %s", i).isTrue();
    }

    assertThat(intake.offer(4, 1_000, 7)).isFalse();
  }

  /** Neither the polled nor the refused ones count as waiting. */
  @Test
  void offer_afterAStormOfItsSource_hasItsShareAgain() {
    Intake<Integer> intake = new Intake<>(64);
    for (int i = 0; i < 100; i++) {
      intake.offer(i, 1_000, 7);
    }
    assertThat(drain(intake)).hasSize(32);

    offerOfMany(intake, 32);

    assertThat(intake.offer(0, 1_000, 7)).isTrue();
  }

  /** Offers elements of as many kinds, whose sources share no counter with those of the tests. */
  private static void offerOfMany(Intake<Integer> intake, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(intake.offer(i, i, 0)).isTrue();
    }
  }

  @Test
  void offered_countsWhatWasTakenIn_andNotWhatWasRefused() {
    Intake<String> intake = new Intake<>(2);
    for (int i = 0; i < 5; i++) {
      intake.offer("a", 0, 0);
    }
    intake.poll();
    intake.offer("b", 0, 0);

    assertThat(intake.offered()).isEqualTo(3);
    assertThat(intake.size()).isEqualTo(2);
  }

  @Test
  void poll_doesNotKeepWhatWasPolled() {
    Intake<Object> intake = new Intake<>(2);
    intake.offer(new Object(), 0, 0);
    WeakReference<Object> polled = new WeakReference<>(intake.poll());

    for (int i = 0; i < 100 && polled.get() != null; i++) {
      System.gc();
    }

    assertThat(polled.get()).isNull();
    assertThat(intake.offer("next", 0, 0)).isTrue();
  }

  @Test
  void offer_byManyThreads_losesAndDoublesNothing() throws Exception {
    Intake<Integer> intake = new Intake<>(64);
    BitSet seen = new BitSet();
    Production production = produce((producer, i) -> {
      while (!intake.offer(producer * EACH + i, 0, 0)) {
        checkTime();
        Thread.yield();
      }
    });

    while (seen.cardinality() < PRODUCERS * EACH) {
      checkTime();
      Integer element = intake.poll();
      if (element == null) {
        Thread.yield();
      } else {
        assertThat(seen.get(element)).as("%s twice", element).isFalse();
        seen.set(element);
      }
    }

    await(production);
    assertThat(intake.size()).isZero();
    assertThat(intake.poll()).isNull();
  }

  @Test
  void offer_byManyThreads_keepsTheOrderOfEach() throws Exception {
    Intake<int[]> intake = new Intake<>(3 * PRODUCERS * EACH);
    await(produce((producer, i) -> intake.offer(new int[] {producer, i}, producer, i)));

    int[] next = new int[PRODUCERS];
    for (int[] element : drain(intake)) {
      assertThat(element[1]).isEqualTo(next[element[0]]++);
    }
    assertThat(next).containsOnly(EACH);
  }

  @Test
  void offer_byManyThreads_neverHoldsMoreThanItsCapacity() throws Exception {
    int capacity = 10;
    Intake<Integer> intake = new Intake<>(capacity);
    AtomicInteger held = new AtomicInteger(); // raised after an offer, lowered before a poll
    AtomicInteger most = new AtomicInteger();
    Production production = produce((producer, i) -> {
      if (intake.offer(i, 0, 0)) {
        most.accumulateAndGet(held.incrementAndGet(), Math::max);
      }
    });

    while (!production.isOver()) {
      checkTime();
      if (held.get() > 0) {
        held.decrementAndGet();
        assertThat(intake.poll()).isNotNull();
      }
    }

    await(production);
    assertThat(most.get()).isBetween(1, capacity);
    assertThat(drain(intake)).hasSize(held.get()).hasSizeLessThanOrEqualTo(capacity);
  }

  private void checkTime() {
    if (System.nanoTime() - deadline > 0) {
      throw new AssertionError("not over in time");
    }
  }

  private static <T> List<T> drain(Intake<T> intake) {
    List<T> all = new ArrayList<>();
    for (T element = intake.poll(); element != null; element = intake.poll()) {
      all.add(element);
    }
    return all;
  }

  private interface Step {
    void produce(int producer, int i);
  }

  private static Production produce(Step step) {
    ExecutorService threads = Executors.newFixedThreadPool(PRODUCERS);
    CountDownLatch go = new CountDownLatch(1);
    List<Future<?>> ends = new ArrayList<>();
    for (int p = 0; p < PRODUCERS; p++) {
      int producer = p;
      ends.add(threads.submit(() -> {
        go.await();
        for (int i = 0; i < EACH; i++) {
          step.produce(producer, i);
        }
        return null;
      }));
    }
    threads.shutdown();
    go.countDown();
    return new Production(ends);
  }

  private static void await(Production production) throws Exception {
    for (Future<?> end : production.ends) {
      end.get(10, TimeUnit.SECONDS);
    }
  }

  private static final class Production {
    private final List<Future<?>> ends;

    private Production(List<Future<?>> ends) {
      this.ends = ends;
    }

    boolean isOver() {
      return ends.stream().allMatch(Future::isDone);
    }
  }
}
