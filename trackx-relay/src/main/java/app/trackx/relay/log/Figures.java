package app.trackx.relay.log;

import app.trackx.relay.fold.Aggregate;
import app.trackx.relay.metrics.Metrics;
import java.util.concurrent.TimeUnit;

/** Figures of the state for the metrics: taken by the thread that owns the state once a second, read by any. */
final class Figures {
  private static final long EVERY_MILLIS = 1000;

  private record Snapshot(
      long kinds, long errors, long pings, long oldestSeconds, long logBytes, long stateBytes) {}

  private volatile Snapshot now = new Snapshot(0, 0, 0, 0, 0, 0);
  private long takenAt; // confined to the owner

  Figures(Metrics metrics) {
    metrics.gauge("pending_kinds", "Kinds of errors that wait.", () -> now.kinds());
    metrics.gauge("pending_errors", "Errors that wait.", () -> now.errors());
    metrics.gauge("pending_pings", "Pings that wait.", () -> now.pings());
    metrics.gauge(
        "oldest_pending_seconds",
        "Age of the oldest error that waits and is due: the lag.",
        () -> now.oldestSeconds());
    metrics.gauge("log_bytes", "Size of the log on disk.", () -> now.logBytes());
    metrics.gauge("state_bytes", "Size of the state in memory.", () -> now.stateBytes());
  }

  /** Returns whether a second has passed. */
  boolean isDue(long wallMillis) {
    return Math.abs(wallMillis - takenAt) >= EVERY_MILLIS;
  }

  void take(Book book, long logBytes, long wallMillis) {
    takenAt = wallMillis;
    long oldest = wallMillis;
    for (Aggregate aggregate : book.aggregates()) {
      if (aggregate.hasWaiting() && aggregate.untilDue(wallMillis) == 0) {
        oldest = Math.min(oldest, Math.max(aggregate.firstSeen(), aggregate.dueAt()));
      }
    }
    now = new Snapshot(
        book.waiting(),
        book.errors(),
        book.pings().size(),
        TimeUnit.MILLISECONDS.toSeconds(wallMillis - oldest),
        logBytes,
        book.weight());
  }
}
