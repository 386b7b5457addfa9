package app.trackx.internal.spool;

/** An event that waits on disk. Immutable; its body is read through the {@link Spool}. */
public final class SpooledEvent {
  final FileName name;
  final long bytes;
  private final boolean fromEarlierRun;

  SpooledEvent(FileName name, long bytes, boolean fromEarlierRun) {
    this.name = name;
    this.bytes = bytes;
    this.fromEarlierRun = fromEarlierRun;
  }

  /** How many errors it stands for, at least 1. */
  public long errors() {
    return name.errors;
  }

  /** When it was captured, in milliseconds since 1970 by the clock of that time; never negative. */
  public long capturedMillis() {
    return name.capturedMillis;
  }

  /** Whether another run wrote it, and so counted it already. */
  public boolean fromEarlierRun() {
    return fromEarlierRun;
  }

  @Override
  public String toString() {
    return name.toString();
  }
}
