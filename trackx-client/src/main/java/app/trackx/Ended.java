package app.trackx;

import app.trackx.internal.delivery.FlushTracker;
import app.trackx.internal.delivery.RunningTime;
import app.trackx.internal.delivery.TimeSource;

/** The condition that {@code close} waits for: the client has ended. */
final class Ended implements FlushTracker.Check {
  private final State state;

  Ended(State state) {
    this.state = state;
  }

  /**
   * Loads classes that only the end of a client needs. By then the class loader may be closed: that
   * of a web application is closed soon after its logging library was stopped.
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
