package app.trackx.relay.fold;

import app.trackx.relay.intake.RequestKind;
import java.util.Map;
import java.util.TreeMap;

/** Equal errors that one event will stand for: the first one's body, and exact counts. Immutable. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Occurrences(
    RequestKind kind,
    String contentType,
    String userAgent,
    byte[] body,
    long count,
    long firstSeen,
    long lastSeen,
    SourceSet sources,
    Map<String, Long> dropped) {
  static Occurrences of(Sighting first) {
    return new Occurrences(
        first.kind(),
        first.contentType(),
        first.userAgent(),
        first.body(),
        first.occurrences(),
        first.firstSeen(),
        first.lastSeen(),
        SourceSet.NONE.with(first.source()),
        first.dropped());
  }

  Occurrences plus(Sighting more) {
    return new Occurrences(
        kind,
        contentType,
        userAgent,
        body,
        sum(count, more.occurrences()),
        Math.min(firstSeen, more.firstSeen()),
        Math.max(lastSeen, more.lastSeen()),
        sources.with(more.source()),
        sum(dropped, more.dropped()));
  }

  /** Returns both together, with this one's body. */
  Occurrences plus(Occurrences later) {
    return new Occurrences(
        kind,
        contentType,
        userAgent,
        body,
        sum(count, later.count),
        Math.min(firstSeen, later.firstSeen),
        Math.max(lastSeen, later.lastSeen),
        sources.union(later.sources),
        sum(dropped, later.dropped));
  }

  private static long sum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  private static Map<String, Long> sum(Map<String, Long> a, Map<String, Long> b) {
    if (b.isEmpty()) {
      return a;
    }
    Map<String, Long> sums = new TreeMap<>(a);
    b.forEach((reason, count) -> {
      if (sums.containsKey(reason) || sums.size() < Sighting.MOST_REASONS) {
        sums.merge(reason, count, Occurrences::sum);
      }
    });
    return Map.copyOf(sums);
  }
}
