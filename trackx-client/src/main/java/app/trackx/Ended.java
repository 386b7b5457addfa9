package app.trackx;

import app.trackx.internal.delivery.FlushTracker;
import app.trackx.internal.delivery.RunningTime;
import app.trackx.internal.delivery.TimeSource;

/** What a close waits for: that the client has ended. */
final class Ended implements FlushTracker.Check {
  private final State state;

  Ended(State state) {
    this.state = state;
  }

  /**
   * Loads what only the end of a client needs. By then the class loader may be closed: that of a web
   * application is, soon after its logging library was stopped.
   */
  static void load(State state, Counters counters, TimeSource time, FlushTracker flushes) {
    new Ended(state);
    new RunningTime(time, flushes, 0);
    ExitReport.load();
    counters.read();
  }

  @Override
  public boolean isOver() {
    return state.ended;
  }
}
