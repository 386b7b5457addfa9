package app.trackx;

import app.trackx.internal.session.UtcDay;
import app.trackx.internal.spool.SpooledEvent;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A queued event and the number of errors it stands for. Mutable; guarded by the lock of the
 * {@link Backlog} that owns it. While it is sent or written, the sending thread and the disk thread
 * read what does not change then.
 */
final class PendingEvent {
  /**
   * The folding key: the server's grouping criteria, and everything else that two errors must share
   * to become one event.
   */
  final String key;

  final OutboundEvent event;

  /** When the first error was captured, on both clocks. */
  final long firstNanos;

  final long firstWallMillis;

  /** The visitor in whose session the first error happened; null for the application's own. */
  final @Nullable String visitor;

  /** The backlog that queued it last, compared by identity. A change is under the locks of both. */
  @Nullable
  Object owner;

  /** The lowest number of the errors that it stands for, which a flush waits for. */
  long number;

  long errors = 1;
  long lastNanos;

  /** When it is due: later than its first error, if it is an open aggregate. */
  long dueNanos;

  /** The queue from which it was polled last and to which it returns. */
  @Nullable
  ArrayDeque<PendingEvent> cameFrom;

  /** How often sending failed while other events were accepted. */
  int failures;

  /** The number of requests that the server had processed at the last failure. */
  long processedAtFailure = -1;

  /** True while it is being written to disk, where its number of errors is fixed. */
  boolean writing;

  /** True if it was evicted from the queue to the disk. */
  boolean evicted;

  /** True once it was sent or dropped and is no longer needed on disk. */
  boolean over;

  /** Its file if it is also on disk; null if it is only in memory. */
  @Nullable
  SpooledEvent file;

  PendingEvent(
      String key,
      OutboundEvent event,
      long number,
      long nanos,
      long wallMillis,
      @Nullable String visitor) {
    this.key = key;
    this.event = event;
    this.number = number;
    this.firstNanos = nanos;
    this.lastNanos = nanos;
    this.dueNanos = nanos;
    this.firstWallMillis = wallMillis;
    this.visitor = visitor;
  }

  /** Folds one more error into this event. */
  void fold(long nanos) {
    errors++;
    lastNanos = latest(lastNanos, nanos);
  }

  /** Folds a younger event of the same key into this one. */
  void merge(PendingEvent younger) {
    errors += younger.errors;
    number = Math.min(number, younger.number);
    lastNanos = latest(lastNanos, younger.lastNanos);
  }

  /**
   * Returns the visitor to send the event for on a UTC day; null if the visitor is of another day.
   */
  @Nullable
  String visitorOn(long day) {
    return UtcDay.of(firstWallMillis) == day ? visitor : null;
  }

  private static long latest(long a, long b) {
    return a - b >= 0 ? a : b; // overflow-safe comparison of nanoTime values
  }

  /** Returns when the last error was captured; never before the first, however the clock jumped. */
  long lastWallMillis() {
    return firstWallMillis + (lastNanos - firstNanos) / 1_000_000;
  }
}
