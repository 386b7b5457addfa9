package app.trackx.internal.http;

import java.net.SocketTimeoutException;
import java.time.Duration;

/** The moment at which a call has to be over, on the clock that never jumps. Immutable. */
final class Deadline {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final long nanos;

  private Deadline(long nanos) {
    this.nanos = nanos;
  }

  static Deadline in(Duration timeout) {
    return new Deadline(System.nanoTime() + timeout.toNanos());
  }

  /** This one, or so many milliseconds from now if that is sooner. */
  Deadline atMost(long millis) {
    long sooner = System.nanoTime() + millis * NANOS_PER_MILLI;
    return sooner - nanos < 0 ? new Deadline(sooner) : this;
  }

  /** Milliseconds that are left, at least one. */
  int millisLeft() throws SocketTimeoutException {
    long left = nanos - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException("no time left");
    }
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, left / NANOS_PER_MILLI));
  }

  boolean isOver() {
    return nanos - System.nanoTime() <= 0;
  }
}
