package app.trackx.internal.http;

import java.net.SocketTimeoutException;
import java.time.Duration;

/** The time by which a call must be complete, on the monotonic clock. Immutable. */
final class Deadline {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final long nanos;

  private Deadline(long nanos) {
    this.nanos = nanos;
  }

  static Deadline in(Duration timeout) {
    return new Deadline(System.nanoTime() + timeout.toNanos());
  }

  /** Returns this deadline, or that many milliseconds from now if that is earlier. */
  Deadline atMost(long millis) {
    long sooner = System.nanoTime() + millis * NANOS_PER_MILLI;
    return sooner - nanos < 0 ? new Deadline(sooner) : this;
  }

  /** Returns the milliseconds left, at least one. */
  int millisLeft() throws SocketTimeoutException {
    long left = nanosLeft();
    if (left <= 0) {
      throw new SocketTimeoutException("no time left");
    }
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, left / NANOS_PER_MILLI));
  }

  boolean isOver() {
    return nanosLeft() <= 0;
  }

  /** Returns the nanoseconds left, 0 or less if it is over. */
  long nanosLeft() {
    return nanos - System.nanoTime();
  }
}
