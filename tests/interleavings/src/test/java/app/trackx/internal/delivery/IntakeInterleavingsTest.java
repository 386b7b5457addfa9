package app.trackx.internal.delivery;

import static app.trackx.Interleavings.check;
import static app.trackx.Interleavings.explore;
import static app.trackx.Interleavings.inParallel;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * {@link Intake} when it fills up. What it does while there is room is in {@link
 * IntakeLinearizabilityTest}.
 */
class IntakeInterleavingsTest {
  @Test
  void offer_withoutPolls_fillsItExactly() {
    explore(60, () -> {
      Intake<Integer> intake = new Intake<>(2);
      AtomicInteger accepted = new AtomicInteger();
      Offering offering = new Offering(intake, accepted);
      inParallel(() -> offering.offer(2), () -> offering.offer(1), () -> offering.offer(1));
      check(accepted.get() == 2, "too few or too many");
      check(intake.size() == 2, "a refused offer left a trace");
      Taken taken = new Taken();
      drain(intake, taken);
      check(taken.count == 2, "lost or doubled");
      checkLikeNew(intake);
    });
  }

  @Test
  void offer_againstPolls_neverHoldsMoreThanItsCapacityAndLosesNothing() {
    explore(200, () -> {
      Intake<Integer> intake = new Intake<>(2);
      AtomicInteger held = new AtomicInteger(); // raised after an offer, lowered before a poll
      AtomicInteger accepted = new AtomicInteger();
      Taken taken = new Taken();
      Offering offering = new Offering(intake, accepted, held);
      inParallel(() -> offering.offer(2), () -> offering.offer(2), () -> {
        for (int i = 0; i < 2; i++) {
          if (held.get() > 0) {
            held.decrementAndGet();
            Integer element = intake.poll();
            check(element != null, "an accepted element was not there");
            taken.add(element);
          }
        }
      });
      drain(intake, taken);
      check(taken.count == accepted.get(), "lost or doubled");
      checkLikeNew(intake);
    });
  }

  /** What a flush waits for is what the intake holds at that moment, by its size. */
  @Test
  void size_isNeverLessThanWhatWaits() {
    explore(200, () -> {
      Intake<Integer> intake = new Intake<>(3);
      AtomicInteger accepted = new AtomicInteger(); // raised after an offer
      AtomicInteger polled = new AtomicInteger(); // raised before a poll
      Offering offering = new Offering(intake, accepted);
      inParallel(
          () -> offering.offer(2),
          () -> {
            for (int i = 0; i < 2; i++) {
              polled.incrementAndGet();
              intake.poll();
            }
          },
          () -> {
            int before = accepted.get();
            int size = intake.size();
            check(size >= before - polled.get(), "something waits that is not counted");
          });
    });
  }

  @Test
  void offer_ofOneSourceToAnIntakeHalfFull_givesBackWhatItTookOfItsShare() {
    explore(60, () -> {
      Intake<Integer> intake = new Intake<>(64);
      AtomicInteger accepted = new AtomicInteger();
      Offering offering = new Offering(intake, accepted);
      offering.offer(3); // so that one is refused, unless it comes after the poll
      fillHalf(intake, 36);
      Taken taken = new Taken();
      inParallel(() -> offering.offer(1), () -> taken.add(intake.poll()));
      drain(intake, taken);
      check(taken.count == 36 + accepted.get(), "lost or doubled");
      checkLikeNew(intake);
    });
  }

  /** An intake that was emptied answers as a new one does: all that was counted was given back. */
  private static void checkLikeNew(Intake<Integer> intake) {
    check(intake.size() == 0, "empty, and yet its size is not zero");
    Intake<Integer> other = new Intake<>(intake.capacity());
    fillHalf(intake, 33);
    fillHalf(other, 33);
    for (int i = 0; i < 6; i++) {
      check(intake.offer(i, 1, 1) == other.offer(i, 1, 1), "a count was not given back");
    }
    check(intake.size() == other.size(), "not the size of a new one");
  }

  /** Each of another kind and source; a small intake is full after that. */
  private static void fillHalf(Intake<Integer> intake, int count) {
    for (int i = 0; i < count && i <= intake.capacity(); i++) {
      intake.offer(i, 100 + i, i);
    }
  }

  private static void drain(Intake<Integer> intake, Taken taken) {
    for (Integer next = intake.poll(); next != null; next = intake.poll()) {
      taken.add(next);
    }
  }

  /** A thread that offers, all of one kind and source. */
  private static final class Offering {
    private final Intake<Integer> intake;
    private final AtomicInteger accepted;
    private final AtomicInteger held;

    Offering(Intake<Integer> intake, AtomicInteger accepted) {
      this(intake, accepted, new AtomicInteger(Integer.MIN_VALUE));
    }

    Offering(Intake<Integer> intake, AtomicInteger accepted, AtomicInteger held) {
      this.intake = intake;
      this.accepted = accepted;
      this.held = held;
    }

    void offer(int count) {
      for (int i = 0; i < count; i++) {
        if (intake.offer(i, 1, 1)) {
          accepted.incrementAndGet();
          check(held.incrementAndGet() <= intake.capacity(), "more than its capacity");
        }
      }
    }
  }

  /** Counts what was polled. */
  private static final class Taken {
    private int count;

    void add(Integer element) {
      if (element != null) {
        count++;
      }
    }
  }
}
