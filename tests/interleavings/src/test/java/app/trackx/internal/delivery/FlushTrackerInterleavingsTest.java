package app.trackx.internal.delivery;

import static app.trackx.Interleavings.check;
import static app.trackx.Interleavings.explore;
import static app.trackx.Interleavings.inParallel;

import org.junit.jupiter.api.Test;

/** Tests of a {@link FlushTracker} that both threads of a client advance. */
class FlushTrackerInterleavingsTest {
  /** The sending thread reports its progress while the processing thread notices the flush. */
  @Test
  void flush_isNotDoneWhileAnEventIsUnfinished() {
    explore(200, () -> {
      FlushTracker flushes = new FlushTracker();
      long flush = flushes.ask();
      inParallel(() -> flushes.notice(1, new Intake<>(1)), () -> {
        flushes.advance(1, 0);
        check(!flushes.isDone(flush), "done before the event was sent");
      });
      flushes.advance(1, 1);
      check(flushes.isDone(flush), "not done after the event was sent");
    });
  }

  @Test
  void flush_thatBothThreadsFinish_isDone() {
    explore(200, () -> {
      FlushTracker flushes = new FlushTracker();
      long flush = flushes.ask();
      flushes.notice(1, new Intake<>(1));
      inParallel(() -> flushes.advance(1, 1), () -> flushes.advance(1, 1));
      check(flushes.isDone(flush), "taken back");
    });
  }
}
