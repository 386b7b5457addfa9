package app.trackx;

import static app.trackx.Interleavings.check;
import static app.trackx.Interleavings.explore;
import static app.trackx.Interleavings.inParallel;

import org.junit.jupiter.api.Test;

/** {@link Counters}, read while others count. */
class CountersInterleavingsTest {
  /** If it were too few for a moment, a flush or the end of the JVM would not wait. */
  @Test
  void inMemory_whileOthersComeAndGo_countsTheOneThatStays() {
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
  void inMemory_whileOthersAreOnDisk_countsTheOneThatStays() {
    explore(300, () -> {
      Counters counters = Backlogs.newCounters();
      capture(counters, 3);
      inParallel(
          () -> {
            counters.spooled(2);
            counters.unspooled(2); // first, or for a moment they would be gone twice
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
    check(seen.pending() >= 0, "fewer than none pending");
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
