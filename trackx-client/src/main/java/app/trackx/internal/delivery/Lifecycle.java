package app.trackx.internal.delivery;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where a client is between its set-up and its end, and where the JVM is: first it is open, then it
 * shuts down until nothing is queued or its deadline has come, then it has ended. The end of the JVM may
 * come at any point.
 *
 * <p>Callers read it with every error and it is written a few times in all, so its fields are volatile
 * and in no cache line that changes.
 */
public final class Lifecycle implements FlushTracker.Check {
  /** The part of the timeout that is reserved for counting losses. */
  private static final long ENDING_NANOS = 50_000_000L;

  /** The longest time to wait for the report of losses. */
  private static final long LONGEST_REPORT_NANOS = 1_000_000_000L;

  /** The report's share of the shutdown timeout, as one part in twenty: 0.1 s by default. */
  private static final int REPORT_SHARE = 20;

  private volatile boolean closed;
  private volatile long deadline;
  private volatile boolean awaited;
  private volatile boolean ended;
  private volatile boolean jvmExiting;
  private volatile boolean exitDrained;
  private volatile @Nullable Runnable atEnd;
  private final AtomicLong exitNanosLeft = new AtomicLong();

  /** Returns true until the client is closed or replaced: errors are captured. */
  public boolean isOpen() {
    return !closed;
  }

  /** Returns true while a closed client still sends what it captured before. */
  public boolean isShuttingDown() {
    return closed && !ended;
  }

  /** Returns true once everything captured has been sent, written to disk, or dropped. */
  public boolean hasEnded() {
    return ended;
  }

  /** Returns true if there is no later: the client shuts down or has ended, or the JVM exits. */
  public boolean isLast() {
    return closed || jvmExiting;
  }

  /**
   * Stops capturing. Returns the deadline: {@code nanos} after {@code start}, but for the time that
   * counting and logging losses takes.
   *
   * @param wait whether a caller waits for the end
   */
  public long close(long start, long nanos, boolean wait) {
    awaited = wait;
    long end = start + nanos - reportNanos(nanos) - Math.min(ENDING_NANOS, nanos / 10);
    close(end);
    return end;
  }

  /** Stops capturing; nobody waits for the end. */
  public void close(long deadline) {
    this.deadline = deadline;
    closed = true; // last: who sees it sees the others
  }

  /** Returns the part of a timeout that is reserved for logging losses. */
  public static long reportNanos(long nanos) {
    return Math.min(LONGEST_REPORT_NANOS, nanos / REPORT_SHARE);
  }

  /** Changes the deadline of a client that is shutting down. */
  public void setDeadline(long deadline) {
    this.deadline = deadline;
  }

  /** Returns when a closed client has to have ended. */
  public long deadline() {
    return deadline;
  }

  /** Returns true if a caller waits for the end of the client, or the JVM does. */
  public boolean isAwaited() {
    return awaited || jvmExiting;
  }

  /** The client has ended. */
  public void end() {
    ended = true;
  }

  /** Sets what to do when the client has ended. */
  public void atEnd(Runnable action) {
    atEnd = action;
  }

  /** Does what was set for the end of the client. */
  public void runAtEnd() {
    Runnable action = atEnd;
    if (action != null) {
      action.run();
    }
  }

  /** The JVM has begun to exit, which this client may delay for {@code nanos}. */
  public void jvmExits(long nanos) {
    exitNanosLeft.set(nanos);
    jvmExiting = true;
  }

  /** Returns for how long the exit of the JVM may still be delayed. */
  public long exitNanosLeft() {
    return exitNanosLeft.get();
  }

  /** The exit of the JVM was delayed. */
  public void exitDelayed(long nanos) {
    exitNanosLeft.addAndGet(-nanos);
  }

  /** Returns true once the JVM has begun to exit. */
  public boolean isJvmExiting() {
    return jvmExiting;
  }

  /** The shutdown hook is done. */
  public void exitDrained() {
    exitDrained = true;
  }

  /** Returns true once the shutdown hook is done: callers wait for their errors themselves. */
  public boolean isExitDrained() {
    return exitDrained;
  }

  /** What a close waits for. */
  @Override
  public boolean isOver() {
    return ended;
  }
}
