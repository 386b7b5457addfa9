package app.trackx;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The entries of meta that are only known when an event is sent: its number of occurrences, its
 * capture time if that was a while ago, and the errors that the client dropped before it.
 *
 * <p>A drop is reported with the next event that the server accepts, and so only once unless a
 * response was lost. Confined to the sending thread, except for {@link #ofFile}.
 */
final class SendTimeMeta {
  /** An event that is sent later than this carries its capture time. */
  static final long LATE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final DropReason[] REASONS = DropReason.values();

  private final Counters counters;
  private final long[] reported = new long[REASONS.length];
  private final long[] now = new long[REASONS.length];

  SendTimeMeta(Counters counters) {
    this.counters = counters;
  }

  /** Returns the entries for an event that is sent now. */
  Map<String, Object> of(PendingEvent event, long nanoTime) {
    Map<String, Object> late = new LinkedHashMap<>();
    putOccurrences(late, event);
    if (nanoTime - event.firstNanos > LATE_NANOS) {
      putCapturedAt(late, event);
    }
    Map<String, Object> dropped = new LinkedHashMap<>();
    for (DropReason reason : REASONS) {
      int i = reason.ordinal();
      now[i] = counters.dropped(reason);
      if (now[i] > reported[i]) {
        dropped.put(reason.name(), now[i] - reported[i]);
      }
    }
    if (!dropped.isEmpty()) {
      late.put("_dropped", dropped);
    }
    return late;
  }

  /**
   * Returns the entries for an event that is written to disk and will be sent at an unknown time.
   */
  static Map<String, Object> ofFile(PendingEvent event) {
    Map<String, Object> late = new LinkedHashMap<>();
    putOccurrences(late, event);
    putCapturedAt(late, event);
    return late;
  }

  /** The server accepted the event of the last call of {@link #of}. */
  void taken() {
    System.arraycopy(now, 0, reported, 0, now.length);
  }

  private static void putOccurrences(Map<String, Object> late, PendingEvent event) {
    if (event.errors > 1) {
      late.put("occurrences", event.errors);
      late.put("firstSeen", Instant.ofEpochMilli(event.firstWallMillis).toString());
      late.put("lastSeen", Instant.ofEpochMilli(event.lastWallMillis()).toString());
    }
  }

  private static void putCapturedAt(Map<String, Object> late, PendingEvent event) {
    late.put("capturedAt", Instant.ofEpochMilli(event.firstWallMillis).toString());
  }
}
