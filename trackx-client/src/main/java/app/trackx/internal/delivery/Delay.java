package app.trackx.internal.delivery;

/** How long a worker thread may wait before it has something to do. Immutable. */
public final class Delay {
  /** There may be more to do at once. */
  public static final Delay NONE = new Delay(0);

  /** Nothing is queued: until somebody wakes the thread. */
  public static final Delay UNTIL_WOKEN = new Delay(Long.MAX_VALUE);

  /** Nothing is queued and nothing will be: the thread may end. */
  public static final Delay FOREVER = new Delay(Long.MAX_VALUE);

  private final long nanos;

  private Delay(long nanos) {
    this.nanos = nanos;
  }

  /** Returns a delay of so many nanoseconds, {@link #NONE} for 0 and less. */
  public static Delay ofNanos(long nanos) {
    return nanos <= 0 ? NONE : new Delay(nanos);
  }

  /** Returns true if there may be more to do at once. */
  public boolean isNone() {
    return nanos == 0;
  }

  /** Returns the nanoseconds; {@code Long.MAX_VALUE} if only a wake-up ends it. */
  public long nanos() {
    return nanos;
  }

  /** Returns the shorter of two delays, this one if they are equal. */
  public Delay orSooner(Delay other) {
    return other.nanos < nanos ? other : this;
  }

  /** Returns this delay, or one of so many nanoseconds if that is longer. */
  public Delay atLeastNanos(long least) {
    return nanos >= least ? this : ofNanos(least);
  }

  @Override
  public String toString() {
    return this == UNTIL_WOKEN ? "until woken" : this == FOREVER ? "forever" : nanos + " ns";
  }
}
