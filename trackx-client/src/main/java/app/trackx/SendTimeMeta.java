package app.trackx;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What is known of an event only when it leaves, and goes to its meta then: how often it occurred,
 * when it was captured if that was a while ago, and what the client had to drop before it.
 *
 * <p>A drop is reported with the first event that the server takes after it, and so is not said
 * twice, unless an answer was lost. Confined to the sending thread, but for {@link #ofFile}.
 */
final class SendTimeMeta {
  /** An event that is sent later than this says when it was captured. */
  static final long LATE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final DropReason[] REASONS = DropReason.values();

  private final Counters counters;
  private final long[] reported = new long[REASONS.length];
  private final long[] now = new long[REASONS.length];

  SendTimeMeta(Counters counters) {
    this.counters = counters;
  }

  /** For an event that leaves now. */
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

  /** For an event that goes to disk, and so leaves nobody knows when. */
  static Map<String, Object> ofFile(PendingEvent event) {
    Map<String, Object> late = new LinkedHashMap<>();
    putOccurrences(late, event);
    putCapturedAt(late, event);
    return late;
  }

  /** The server took the event for which {@link #of} was asked last. */
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
