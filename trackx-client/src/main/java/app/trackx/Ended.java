package app.trackx;

import app.trackx.internal.delivery.Flushes;

/** What a close waits for: that the client has ended. */
final class Ended implements Flushes.Check {
  private final State state;

  Ended(State state) {
    this.state = state;
  }

  /**
   * Loads what only the end of a client needs. By then the class loader may be closed: that of a web
   * application is, soon after its logging library was stopped.
   */
  static void load(State state, Counters counters) {
    new Ended(state);
    LastWords.load();
    counters.read();
  }

  @Override
  public boolean isOver() {
    return state.ended;
  }
}
