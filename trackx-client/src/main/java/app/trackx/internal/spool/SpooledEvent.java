package app.trackx.internal.spool;

/** An event waiting on disk. Immutable; the {@link Spool} reads its body. */
public final class SpooledEvent {
  final FileName name;
  final long bytes;
  private final boolean fromEarlierRun;

  SpooledEvent(FileName name, long bytes, boolean fromEarlierRun) {
    this.name = name;
    this.bytes = bytes;
    this.fromEarlierRun = fromEarlierRun;
  }

  /** Returns the number of errors that it stands for, at least 1. */
  public long errors() {
    return name.errors;
  }

  /**
   * Returns the time of capture in milliseconds since 1970 by the clock at that time; never
   * negative.
   */
  public long capturedMillis() {
    return name.capturedMillis;
  }

  /** Returns whether another run wrote it, and thus has already counted it. */
  public boolean fromEarlierRun() {
    return fromEarlierRun;
  }

  @Override
  public String toString() {
    return name.toString();
  }
}
