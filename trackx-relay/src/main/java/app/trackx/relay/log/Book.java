package app.trackx.relay.log;

import app.trackx.internal.session.UtcDay;
import app.trackx.relay.fold.Aggregate;
import app.trackx.relay.fold.AggregateId;
import app.trackx.relay.fold.Ping;
import app.trackx.relay.fold.Sighting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state that the log's records lead to: the aggregates, and the day's pings. The same methods build it live and when the
 * log is replayed. Changes can be undone until {@link #commit}. Confined to one thread.
 */
final class Book implements SegmentReader.Sink {
  private static final int PING_WEIGHT = 600;
  private static final int SEEN_WEIGHT = 48;
  private static final int MOST_REQUESTS = 1000;

  private final Map<AggregateId, Aggregate> aggregates = new LinkedHashMap<>();
  private final Set<Ping> pings = new LinkedHashSet<>();
  private final Set<Long> seen = new HashSet<>();
  private final Deque<Runnable> undo = new ArrayDeque<>();

  /** When the last requests were sent to the server, so that a restart does not begin with a full burst. */
  private final Deque<Long> requests = new ArrayDeque<>();

  private long day = Long.MIN_VALUE;
  private long weight;
  private long errors;
  private int waiting;
  private long orphans;

  // ---- changes ---------------------------------------------------------------------------------

  /** Folds an error. Returns its aggregate, and whether the body was needed is {@link #needsBody} before the call. */
  Aggregate sighted(Sighting sighting, long now) {
    Aggregate known = aggregates.get(sighting.id());
    Aggregate changed = known == null ? Aggregate.of(sighting, now) : known.with(sighting, now);
    put(sighting.id(), changed);
    return changed;
  }

  /** Returns whether the body of such an error would be kept: no equal one waits. */
  boolean needsBody(AggregateId id) {
    Aggregate known = aggregates.get(id);
    return known == null || !known.hasWaiting();
  }

  /** Keeps a ping; returns false if the session's is known today. */
  boolean pinged(Ping ping) {
    turnTo(ping.day());
    long fingerprint = ping.fingerprint();
    if (ping.day() != day || !seen.add(fingerprint)) {
      return false;
    }
    pings.add(ping);
    undo.push(() -> {
      seen.remove(fingerprint);
      pings.remove(ping);
    });
    return true;
  }

  /** Removes a ping that was sent, or will not be. */
  void pingDone(Ping ping) {
    if (pings.remove(ping)) {
      undo.push(() -> pings.add(ping));
    }
  }

  void taken(AggregateId id) {
    Aggregate known = aggregates.get(id);
    if (known != null && known.isPending()) {
      put(id, known.taken());
    }
  }

  void sent(AggregateId id, long now) {
    Aggregate known = aggregates.get(id);
    if (known != null && known.isInFlight()) {
      put(id, known.sent(now));
    }
  }

  void returned(AggregateId id) {
    Aggregate known = aggregates.get(id);
    if (known != null && known.isInFlight()) {
      put(id, known.returned());
    }
  }

  /** A request was sent to the server. Is not undone: one too many does no harm. */
  void requested(long now) {
    requests.add(now);
    if (requests.size() > MOST_REQUESTS) {
      requests.remove();
    }
  }

  /** Forgets the kinds that would count as new anyway. Cannot be undone, and needs no record. */
  void forget(long now) {
    turnTo(UtcDay.of(now));
    aggregates.values().removeIf(aggregate -> {
      boolean old = aggregate.isForgettable(now);
      weight -= old ? aggregate.weight() : 0;
      return old;
    });
  }

  private void turnTo(long today) {
    if (today != day) { // backwards, too: the clock may have been wrong
      day = today;
      seen.clear();
    }
  }

  private void put(AggregateId id, Aggregate changed) {
    Aggregate before = aggregates.put(id, changed);
    count(before, -1);
    count(changed, 1);
    undo.push(() -> {
      count(changed, -1);
      count(before, 1);
      if (before == null) {
        aggregates.remove(id);
      } else {
        aggregates.put(id, before);
      }
    });
  }

  private void count(@Nullable Aggregate aggregate, int sign) {
    if (aggregate != null) {
      weight += (long) sign * aggregate.weight();
      errors += sign * aggregate.count();
      waiting += aggregate.hasWaiting() || aggregate.isInFlight() ? sign : 0;
    }
  }

  // ---- undoing ---------------------------------------------------------------------------------

  /** Makes all changes final. */
  void commit() {
    undo.clear();
  }

  /** Returns the number of changes that can be undone. */
  int mark() {
    return undo.size();
  }

  /** Undoes all changes since {@link #mark} returned that number. */
  void rollback(int mark) {
    while (undo.size() > mark) {
      undo.pop().run();
    }
  }

  // ---- reading ---------------------------------------------------------------------------------

  Collection<Aggregate> aggregates() {
    return aggregates.values();
  }

  Collection<Ping> pings() {
    return pings;
  }

  /** Returns how many requests were sent to the server since then, of the last 1 000. */
  int requestsSince(long time) {
    return (int) requests.stream().filter(sent -> sent > time).count();
  }

  /** Returns about how many bytes everything takes, in memory and in a snapshot. */
  long weight() {
    return weight + (long) PING_WEIGHT * pings.size() + (long) SEEN_WEIGHT * seen.size();
  }

  /** Returns the number of errors that wait or are being sent. */
  long errors() {
    return errors;
  }

  /** Returns the number of kinds of which errors wait or are being sent. */
  int waiting() {
    return waiting;
  }

  /** Returns the number of errors whose body was in a damaged part of the log. */
  long orphans() {
    return orphans;
  }

  // ---- the log ---------------------------------------------------------------------------------

  @Override
  public void record(RecordType type, long time, byte[] payload) throws IOException {
    switch (type) {
      case SIGHTING -> replay(Sighting.of(payload), time);
      case PING -> pinged(Ping.of(payload));
      case TAKEN -> taken(AggregateId.of(payload));
      case SENT -> {
        sent(AggregateId.of(payload), time);
        requested(time);
      }
      case RETURNED -> {
        returned(AggregateId.of(payload));
        requested(time);
      }
      case PING_DONE -> {
        pingDone(Ping.of(payload));
        requested(time);
      }
      case AGGREGATE -> {
        Aggregate aggregate = Aggregate.of(payload);
        put(aggregate.id(), aggregate);
      }
      case PING_SEEN -> {
        turnTo(time);
        seen.add(ByteBuffer.wrap(payload).getLong());
      }
      case REQUESTS -> {
        LongBuffer times = ByteBuffer.wrap(payload).asLongBuffer();
        while (times.hasRemaining()) {
          requested(times.get());
        }
      }
      case END_OF_SNAPSHOT -> {}
    }
    undo.clear();
  }

  private void replay(Sighting sighting, long time) {
    if (sighting.body().length == 0 && needsBody(sighting.id())) {
      orphans += sighting.occurrences();
    } else {
      sighted(sighting, time);
    }
  }

  /** What was being sent when the process ended is sent again. */
  void recovered() {
    for (Aggregate aggregate : aggregates.values().toArray(new Aggregate[0])) {
      if (aggregate.isInFlight()) {
        put(aggregate.id(), aggregate.returned());
      }
    }
    undo.clear();
  }

  /** Writes everything as records that lead to this state. */
  void snapshot(RecordBuffer records, SegmentLog.Flush flush) throws IOException {
    for (Aggregate aggregate : aggregates.values()) {
      records.add(RecordType.AGGREGATE, 0, aggregate.toBytes());
      flush.now();
    }
    ByteBuffer times = ByteBuffer.allocate(Long.BYTES * requests.size());
    requests.forEach(times::putLong);
    records.add(RecordType.REQUESTS, 0, times.array());
    for (Ping ping : pings) {
      records.add(RecordType.PING, 0, ping.toBytes());
      flush.now();
    }
    // after the waiting ones, which are among them, and would not be kept if they counted as seen
    for (long fingerprint : seen) {
      records.add(
          RecordType.PING_SEEN, day, ByteBuffer.allocate(8).putLong(fingerprint).array());
      flush.now();
    }
  }
}
