package app.trackx.internal.delivery;

import java.util.concurrent.TimeUnit;

/**
 * Waits for a number of nanoseconds in which the JVM could run.
 *
 * <p>In a control group with a quarter of a core all threads stand still for three quarters of the
 * time. Two seconds are then half a second of work, less than a TLS handshake takes in a cold JVM. So
 * the wait is divided into short ones, and one that returns much too late is not counted, up to a
 * limit. On a machine that is not starved this is the clock's time. For one thread.
 */
public final class RunningTime {
  /** What a tenth of a core runs in each tenth of a second, for two threads. */
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(5);

  /**
   * A wait is never exact, and neither a busy machine nor a collection of garbage is a quota that has been
   * used up: then the JVM stands still for what is left of a tenth of a second.
   */
  private static final long TOLERANCE = TimeUnit.MILLISECONDS.toNanos(40);

  private final TimeSource time;
  private final FlushTracker flushes;
  private final long most;
  private long starved;
  private boolean stoodStill;

  /**
   * A clock that begins now.
   *
   * @param most nanoseconds that are not counted at most
   */
  public RunningTime(TimeSource time, FlushTracker flushes, long most) {
    this.time = time;
    this.flushes = flushes;
    this.most = most;
  }

  /** Nanoseconds since an arbitrary moment, without those in which the JVM could not run. */
  public long nanoTime() {
    return time.nanoTime() - starved;
  }

  /** Whether the JVM has been without the processor for a while. */
  public boolean isStarved() {
    return stoodStill;
  }

  /** Waits for a check to come true, for so long at most. False if it did not, or on interrupt. */
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
