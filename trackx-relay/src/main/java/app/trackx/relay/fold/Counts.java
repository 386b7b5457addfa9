package app.trackx.relay.fold;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entries of meta with which a client says for how many errors an event stands. They are taken out of the meta of what
 * comes in, and put into that of what goes out, after folding.
 */
record Counts(long occurrences, long firstSeen, long lastSeen, Map<String, Long> dropped) {
  private static final String OCCURRENCES = "occurrences";
  private static final String FIRST_SEEN = "firstSeen";
  private static final String LAST_SEEN = "lastSeen";
  private static final String CAPTURED_AT = "capturedAt";
  private static final String DROPPED = "_dropped";

  /** The largest integer that the server's numbers represent exactly. */
  private static final long MAX_SAFE = (1L << 53) - 1;

  private static final int LONGEST_REASON = 100;

  /** An event that is sent later than this says when the error occurred, as the Java client's do. */
  private static final long LATE_MILLIS = 60_000;

  /**
   * Removes the entries from meta and returns them. What is missing or has another form is left there, and counts as one error
   * at the time of the request.
   */
  static Counts takeFrom(Map<String, @Nullable Object> meta, long now) {
    long occurrences = 1;
    if (meta.get(OCCURRENCES) instanceof Long count && count >= 1 && count <= MAX_SAFE) {
      occurrences = count;
      meta.remove(OCCURRENCES);
    }
    long captured = time(meta.get(CAPTURED_AT), now);
    long first = takeTime(meta, FIRST_SEEN, captured);
    long last = Math.max(first, takeTime(meta, LAST_SEEN, occurrences == 1 ? first : now));
    return new Counts(occurrences, first, last, takeDropped(meta));
  }

  private static long takeTime(Map<String, @Nullable Object> meta, String name, long otherwise) {
    long time = time(meta.get(name), Long.MIN_VALUE);
    if (time == Long.MIN_VALUE) {
      return otherwise;
    }
    meta.remove(name);
    return time;
  }

  private static long time(@Nullable Object value, long otherwise) {
    if (!(value instanceof String text)) {
      return otherwise;
    }
    try {
      return Instant.parse(text).toEpochMilli();
    } catch (DateTimeParseException | ArithmeticException otherForm) {
      return otherwise;
    }
  }

  private static Map<String, Long> takeDropped(Map<String, @Nullable Object> meta) {
    if (!(meta.get(DROPPED) instanceof Map<?, ?> map) || map.size() > Sighting.MOST_REASONS) {
      return Map.of();
    }
    Map<String, Long> dropped = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String reason = (String) entry.getKey();
      if (!(entry.getValue() instanceof Long count)
          || count < 0
          || reason.length() > LONGEST_REASON) {
        return Map.of();
      }
      dropped.put(reason, count);
    }
    meta.remove(DROPPED);
    return dropped;
  }

  /** Puts the counts of what was folded into the meta of the event that stands for it. */
  static void putInto(Map<String, @Nullable Object> meta, Occurrences all, long now) {
    if (all.count() > 1) {
      meta.put(OCCURRENCES, Math.min(all.count(), MAX_SAFE));
      meta.put(FIRST_SEEN, Instant.ofEpochMilli(all.firstSeen()).toString());
      meta.put(LAST_SEEN, Instant.ofEpochMilli(all.lastSeen()).toString());
      meta.put("instances", (long) all.sources().size());
    } else if (now - all.firstSeen() > LATE_MILLIS && !meta.containsKey(CAPTURED_AT)) {
      meta.put(CAPTURED_AT, Instant.ofEpochMilli(all.firstSeen()).toString());
    }
    if (!all.dropped().isEmpty()) {
      meta.put(DROPPED, new java.util.TreeMap<String, @Nullable Object>(all.dropped()));
    }
  }
}
