package app.trackx.peers;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Blocks a thread until the next of many equidistant times. */
final class Pacer {
  private static final long MOST_LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private long next = System.nanoTime();

  void await(long intervalNanos) {
    next += intervalNanos;
    long left = next - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = next - System.nanoTime();
    }
    if (-left > MOST_LATE_NANOS) {
      next = System.nanoTime(); // a client that blocks is not followed by a burst
    }
  }
}
