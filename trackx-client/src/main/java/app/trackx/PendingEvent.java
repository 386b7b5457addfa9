package app.trackx;

import app.trackx.internal.spool.SpooledEvent;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * An event that waits for the server, and how many errors it stands for. Mutable; guarded by the
 * lock of the {@link Backlog} until it is sent, when only the sending thread has it.
 */
final class PendingEvent {
  /** What the server would group by, and what else must be alike for two errors to be one event. */
  final String key;

  final OutboundEvent event;

  /** When the first of them was captured, on both clocks. */
  final long firstNanos;

  final long firstWallMillis;

  /** In whose session the first of them happened; null for the application's own. */
  final @Nullable String visitor;

  /** The lowest number among the errors that it stands for; what a flush waits for. */
  long number;

  long errors = 1;
  long lastNanos;

  /** The queue that it was taken from last, and goes back to. */
  @Nullable
  ArrayDeque<PendingEvent> cameFrom;

  /** How often the server failed on it while it took others. */
  int failures;

  /** How many events the server had taken when it failed on this one last. */
  long takenAtFailure = -1;

  /** Whether it is being written to disk, and so says for how many errors it stands. */
  boolean writing;

  /** Whether it had to leave the queue for the disk. */
  boolean evicted;

  /** Whether it was sent or dropped, so that it is not needed on disk any more. */
  boolean over;

  /** Where it lies on disk, too; null if it is in memory alone. */
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
    this.firstWallMillis = wallMillis;
    this.visitor = visitor;
  }

  /** Counts one more. */
  void fold(long nanos) {
    errors++;
    lastNanos = latest(lastNanos, nanos);
  }

  /** Takes over what a younger event of the same key stands for. */
  void merge(PendingEvent younger) {
    errors += younger.errors;
    number = Math.min(number, younger.number);
    lastNanos = latest(lastNanos, younger.lastNanos);
  }

  /** The visitor to send it for on that UTC day: that of another day is over. */
  @Nullable
  String visitorOn(long day) {
    return UtcDay.of(firstWallMillis) == day ? visitor : null;
  }

  private static long latest(long a, long b) {
    return a - b >= 0 ? a : b; // nanoTime may overflow
  }

  /** When the last of them was captured; never before the first, however the clock jumped. */
  long lastWallMillis() {
    return firstWallMillis + (lastNanos - firstNanos) / 1_000_000;
  }
}
