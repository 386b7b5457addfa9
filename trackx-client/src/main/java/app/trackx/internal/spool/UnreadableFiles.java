package app.trackx.internal.spool;

import app.trackx.internal.jvm.TimeSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The spooled files that could not be read, and when to retry them: after all others were tried,
 * with a pause that doubles for each round in which none could be read. Sending thread.
 */
public final class UnreadableFiles {
  static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);
  static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final TimeSource time;
  private final Set<SpooledEvent> files = new HashSet<>();
  private long pause = FIRST_NANOS;
  private long failedAt;

  public UnreadableFiles(TimeSource time) {
    this.time = time;
  }

  /** Adds a file that could not be read. */
  public void add(SpooledEvent file) {
    files.add(file);
    failedAt = time.nanoTime();
  }

  /** Resets the pause after a file was read. */
  public void succeeded() {
    pause = FIRST_NANOS;
  }

  public boolean isEmpty() {
    return files.isEmpty();
  }

  /** Returns true while the file must not be read. */
  public boolean contains(SpooledEvent file) {
    return !files.isEmpty() && nanosLeft() > 0 && files.contains(file);
  }

  /** Returns the nanoseconds until all files may be read again, 0 for now. */
  public long nanosLeft() {
    if (files.isEmpty()) {
      return 0;
    }
    long left = failedAt + pause - time.nanoTime();
    if (left > 0) {
      return left;
    }
    files.clear();
    pause = Math.min(LONGEST_NANOS, 2 * pause);
    return 0;
  }
}
