package app.trackx.internal.delivery;

import app.trackx.internal.jvm.TimeSource;
import java.util.concurrent.TimeUnit;

/**
 * A clock that counts only time in which the JVM could run, up to a limit.
 *
 * <p>In a control group with a quarter of a core, all threads are suspended for three quarters of
 * the time. Two seconds then contain half a second of work, less than a TLS handshake needs in a
 * cold JVM. Therefore a wait is divided into short ones, and one that ends much too late is not
 * counted, up to a limit. On a machine with enough processor time this equals the monotonic clock. For one
 * thread.
 */
public final class RunningTime {
  /** The time that a tenth of a core can run in each tenth of a second, for two threads. */
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(5);

  /**
   * Delays below this count as time. A wait is never exact, and a busy machine or a garbage
   * collection is not an exhausted quota, which suspends the JVM for the rest of a tenth of a
   * second.
   */
  private static final long TOLERANCE = TimeUnit.MILLISECONDS.toNanos(40);

  private final TimeSource time;
  private final FlushTracker flushes;
  private final long most;
  private long starved;
  private boolean stoodStill;

  /**
   * Creates a clock that starts now.
   *
   * @param most the maximum number of nanoseconds that are not counted
   */
  public RunningTime(TimeSource time, FlushTracker flushes, long most) {
    this.time = time;
    this.flushes = flushes;
    this.most = most;
  }

  /**
   * Returns nanoseconds since an arbitrary moment, without those in which the JVM could not run.
   */
  public long nanoTime() {
    return time.nanoTime() - starved;
  }

  /** Returns whether the JVM was without the processor for a while. */
  public boolean isStarved() {
    return stoodStill;
  }

  /**
   * Blocks until the check is over, at most for the given time. Returns false if it is not over by
   * then, or on interrupt.
   */
  public boolean await(FlushTracker.Check check, long nanos) {
    long deadline = nanoTime() + nanos;
    long left = nanos;
    while (left > TICK) {
      long start = time.nanoTime();
      if (flushes.await(check, TICK)) {
        return true;
      }
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
      long elapsed = time.nanoTime() - start;
      if (elapsed - TICK > TOLERANCE) {
        stoodStill = true;
        starved = Math.min(most, starved + elapsed);
      }
      left = deadline - nanoTime();
    }
    return flushes.await(check, left);
  }
}
