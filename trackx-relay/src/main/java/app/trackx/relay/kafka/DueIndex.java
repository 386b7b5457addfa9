package app.trackx.relay.kafka;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The order in which the entries of the outbox are sent: new kinds first, in the order in which they came; then known kinds, from
 * the time on when each is due; then pings. Also the entries that wait for nothing and are looked at again later. Confined to the
 * task's thread.
 */
final class DueIndex {
  /** What an entry waits for, the most urgent first. */
  enum Rank {
    NEW,
    KNOWN,
    PING,
    REST
  }

  private record Slot(Rank rank, long at, long turn, String key) {}

  private static final Comparator<Slot> ORDER =
      Comparator.comparingLong(Slot::at).thenComparingLong(Slot::turn);

  private final Map<String, Slot> slots = new HashMap<>();
  private final Map<Rank, TreeSet<Slot>> queues = new HashMap<>();

  private long turns;

  DueIndex() {
    for (Rank rank : Rank.values()) {
      queues.put(rank, new TreeSet<>(ORDER));
    }
  }

  /** Adds an entry, or moves it. */
  void put(String key, Rank rank, long at) {
    remove(key);
    Slot slot = new Slot(rank, at, turns++, key);
    slots.put(key, slot);
    queue(rank).add(slot);
  }

  void remove(String key) {
    Slot slot = slots.remove(key);
    if (slot != null) {
      queue(slot.rank()).remove(slot);
    }
  }

  private TreeSet<Slot> queue(Rank rank) {
    TreeSet<Slot> queue = queues.get(rank);
    if (queue == null) {
      throw new IllegalStateException(rank.name());
    }
    return queue;
  }

  /** Returns the next error to send; null if none is due. Keeps it. */
  @Nullable
  String nextError(long now) {
    String key = due(Rank.NEW, now);
    return key == null ? due(Rank.KNOWN, now) : key;
  }

  /** Returns the next ping to send; null if there is none. Keeps it. */
  @Nullable
  String nextPing(long now) {
    return due(Rank.PING, now);
  }

  /** Returns one that rested until now; null if there is none. Keeps it. */
  @Nullable
  String rested(long now) {
    return due(Rank.REST, now);
  }

  private @Nullable String due(Rank rank, long now) {
    TreeSet<Slot> queue = queue(rank);
    return queue.isEmpty() || queue.first().at() > now ? null : queue.first().key();
  }

  /** Returns the time of the oldest error that is due; {@code Long.MAX_VALUE} if none is. */
  long oldest(long now) {
    long oldest = Long.MAX_VALUE;
    for (Rank rank : new Rank[] {Rank.NEW, Rank.KNOWN}) {
      TreeSet<Slot> queue = queue(rank);
      if (!queue.isEmpty() && queue.first().at() <= now) {
        oldest = Math.min(oldest, queue.first().at());
      }
    }
    return oldest;
  }

  /** Returns the number of entries of a rank. */
  int count(Rank rank) {
    return queue(rank).size();
  }
}
