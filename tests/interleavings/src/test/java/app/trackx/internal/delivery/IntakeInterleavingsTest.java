package app.trackx.internal.delivery;

import static app.trackx.Interleavings.check;
import static app.trackx.Interleavings.explore;
import static app.trackx.Interleavings.inParallel;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Tests of an {@link Intake} that fills up. {@link IntakeLinearizabilityTest} covers an intake with room.
 */
class IntakeInterleavingsTest {
  @Test
  void offer_withoutPolls_fillsItExactly() {
    explore(60, () -> {
      Intake<Integer> intake = new Intake<>(2);
      AtomicInteger accepted = new AtomicInteger();
      Offering offering = new Offering(intake, accepted);
      inParallel(() -> offering.offer(2), () -> offering.offer(1), () -> offering.offer(1));
      check(accepted.get() == 2, "too few or too many offers were accepted");
      check(intake.size() == 2, "a rejected offer changed the size");
      Polled polled = new Polled();
      drain(intake, polled);
      check(polled.count == 2, "lost or doubled");
      checkLikeNew(intake);
    });
  }

  @Test
  void offer_againstPolls_neverHoldsMoreThanItsCapacityAndLosesNothing() {
    explore(200, () -> {
      Intake<Integer> intake = new Intake<>(2);
      AtomicInteger held = new AtomicInteger(); // raised after an offer, lowered before a poll
      AtomicInteger accepted = new AtomicInteger();
      Polled polled = new Polled();
      Offering offering = new Offering(intake, accepted, held);
      inParallel(() -> offering.offer(2), () -> offering.offer(2), () -> {
        for (int i = 0; i < 2; i++) {
          if (held.get() > 0) {
            held.decrementAndGet();
            Integer element = intake.poll();
            check(element != null, "an accepted element was not available");
            polled.add(element);
          }
        }
      });
      drain(intake, polled);
      check(polled.count == accepted.get(), "lost or doubled");
      checkLikeNew(intake);
    });
  }

  /** Flush waits for the number of elements that the size reports. */
  @Test
  void size_isNeverLessThanTheNumberOfElements() {
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
            check(size >= before - polled.get(), "a waiting element is not counted");
          });
    });
  }

  @Test
  void rejectedOffer_ofOneSource_releasesItsShare() {
    explore(60, () -> {
      Intake<Integer> intake = new Intake<>(64);
      AtomicInteger accepted = new AtomicInteger();
      Offering offering = new Offering(intake, accepted);
      offering.offer(3); // so that one more is rejected, unless it follows the poll
      fillHalf(intake, 36);
      Polled polled = new Polled();
      inParallel(() -> offering.offer(1), () -> polled.add(intake.poll()));
      drain(intake, polled);
      check(polled.count == 36 + accepted.get(), "lost or doubled");
      checkLikeNew(intake);
    });
  }

  /** Checks that a drained intake behaves like a new one, because all counts were released. */
  private static void checkLikeNew(Intake<Integer> intake) {
    check(intake.size() == 0, "the size of an empty intake is not zero");
    Intake<Integer> other = new Intake<>(intake.capacity());
    fillHalf(intake, 33);
    fillHalf(other, 33);
    for (int i = 0; i < 6; i++) {
      check(intake.offer(i, 1, 1) == other.offer(i, 1, 1), "a count was not released");
    }
    check(intake.size() == other.size(), "the size differs from that of a new intake");
  }

  /** Adds elements of different kinds and sources. A small intake is full afterwards. */
  private static void fillHalf(Intake<Integer> intake, int count) {
    for (int i = 0; i < count && i <= intake.capacity(); i++) {
      intake.offer(i, 100 + i, i);
    }
  }

  private static void drain(Intake<Integer> intake, Polled polled) {
    for (Integer next = intake.poll(); next != null; next = intake.poll()) {
      polled.add(next);
    }
  }

  /** A producer that offers elements of one kind and source. */
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
          check(held.incrementAndGet() <= intake.capacity(), "holds more than its capacity");
        }
      }
    }
  }

  /** A counter of polled elements. */
  private static final class Polled {
    private int count;

    void add(Integer element) {
      if (element != null) {
        count++;
      }
    }
  }
}
