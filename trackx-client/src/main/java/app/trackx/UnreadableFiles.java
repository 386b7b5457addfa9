package app.trackx;

import app.trackx.internal.delivery.TimeSource;
import app.trackx.internal.spool.SpooledEvent;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The files of the spool that could not be read, and when to try again: all others are tried before,
 * and then the pause doubles with each round that reads none. Sending thread.
 */
final class UnreadableFiles {
  static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);
  static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final TimeSource time;
  private final Set<SpooledEvent> files = new HashSet<>();
  private long pause = FIRST_NANOS;
  private long failedAt;

  UnreadableFiles(TimeSource time) {
    this.time = time;
  }

  /** That file could not be read now. */
  void add(SpooledEvent file) {
    files.add(file);
    failedAt = time.nanoTime();
  }

  /** A file was read. */
  void succeeded() {
    pause = FIRST_NANOS;
  }

  boolean isEmpty() {
    return files.isEmpty();
  }

  /** Returns true while that file is not to be read. */
  boolean contains(SpooledEvent file) {
    return !files.isEmpty() && nanosLeft() > 0 && files.contains(file);
  }

  /** Returns in how many nanoseconds all may be read again, 0 for now. */
  long nanosLeft() {
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
