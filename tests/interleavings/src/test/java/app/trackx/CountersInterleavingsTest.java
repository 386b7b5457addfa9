package app.trackx;

import static app.trackx.Interleavings.check;
import static app.trackx.Interleavings.explore;
import static app.trackx.Interleavings.inParallel;

import org.junit.jupiter.api.Test;

/** Tests of {@link Counters} with concurrent reads and updates. */
class CountersInterleavingsTest {
  /** If the count were too low even briefly, flush and JVM shutdown would not wait. */
  @Test
  void inMemory_whileOthersAreAddedAndRemoved_countsThePendingOne() {
    explore(300, () -> {
      Counters counters = Backlogs.newCounters();
      capture(counters, 1);
      inParallel(
          () -> {
            capture(counters, 2);
            counters.sent(2);
          },
          () -> {
            counters.captured();
            counters.dropped(DropReason.INTAKE_FULL, 1);
          },
          () -> check(counters.inMemory() >= 1, "too few in memory"));
      check(counters.inMemory() == 1, "does not add up");
    });
  }

  @Test
  void inMemory_whileOthersAreSpooled_countsThePendingOne() {
    explore(300, () -> {
      Counters counters = Backlogs.newCounters();
      capture(counters, 3);
      inParallel(
          () -> {
            counters.spooled(2);
            counters.unspooled(2); // before sent, or they would briefly be subtracted twice
            counters.sent(2);
          },
          () -> check(counters.inMemory() >= 1, "too few in memory"));
      check(counters.inMemory() == 1, "does not add up");
    });
  }

  @Test
  void read_whileOthersCount_addsUp() {
    explore(120, () -> {
      Counters counters = Backlogs.newCounters();
      inParallel(
          () -> {
            capture(counters, 2);
            counters.dropped(DropReason.QUEUE_FULL, 1);
            counters.lostOfEarlierRun(DropReason.SPOOL_DAMAGED, 1);
          },
          () -> {
            capture(counters, 4);
            counters.sent(2);
            counters.cancelled();
            counters.duplicate();
          },
          () -> checkAddsUp(counters.read()));
      Diagnostics end = counters.read();
      checkAddsUp(end);
      check(end.captured() == 7 && end.pending() == 1, "lost count");
    });
  }

  private static void capture(Counters counters, int errors) {
    for (int i = 0; i < errors; i++) {
      counters.captured();
    }
  }

  private static void checkAddsUp(Diagnostics seen) {
    check(seen.pending() >= 0, "negative count of pending events");
    check(
        seen.captured()
            == seen.sent()
                + seen.folded()
                + seen.cancelled()
                + seen.duplicates()
                + seen.totalDropped()
                + seen.pending(),
        "does not add up");
  }
}
