package app.trackx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The queue of pending events, in sending order: first errors that the server has not received in
 * this run, then repeats of those that it has, then events whose sending failed. Within each group,
 * the oldest first.
 *
 * <p>A repeat of a queued error only increments that event's count. There is no timer: no event is
 * delayed in order to be folded.
 *
 * <p>When the queue is full, it evicts the event that costs least to lose: among the errors that
 * the server has received, the one repeated most; if there are none, among the others. But no error
 * evicts another one a second time. Not thread-safe; guarded by the {@link Backlog}.
 */
final class FoldingQueue {
  /** Maximum number of keys remembered as already sent; some 200 bytes each. */
  static final int REMEMBERED = 1_000;

  private final int capacity;
  private final ArrayDeque<PendingEvent> fresh = new ArrayDeque<>();
  private final ArrayDeque<PendingEvent> repeats = new ArrayDeque<>();
  private final ArrayDeque<PendingEvent> failed = new ArrayDeque<>();

  /** The youngest queued event of each key. */
  private final Map<String, PendingEvent> youngest = new HashMap<>();

  /** Keys of errors that the server has received. */
  private final Keys received = new Keys();

  /** Keys of errors that were evicted since the queue last had room. */
  private final Keys evictedKeys = new Keys();

  /** Creates an empty queue for {@code capacity} events, at least 1. */
  FoldingQueue(int capacity) {
    this.capacity = capacity;
  }

  int size() {
    return fresh.size() + repeats.size() + failed.size();
  }

  boolean isEmpty() {
    return size() == 0;
  }

  boolean isFull() {
    return size() >= capacity;
  }

  /**
   * Returns the queued event into which an error with this key can be folded; null if there is
   * none.
   */
  @Nullable
  PendingEvent waiting(String key) {
    return youngest.get(key);
  }

  void add(PendingEvent event) {
    boolean repeat = youngest.containsKey(event.key) || received.has(event.key);
    (repeat ? repeats : fresh).add(event);
    youngest.put(event.key, event);
  }

  /** Removes and returns the next event to send; null if the queue is empty. */
  @Nullable
  PendingEvent poll() {
    ArrayDeque<PendingEvent> queue = fresh.isEmpty() ? repeats : fresh;
    queue = queue.isEmpty() ? failed : queue;
    PendingEvent next = queue.poll();
    if (next != null) {
      next.cameFrom = queue;
      youngest.remove(next.key, next);
    }
    return next;
  }

  /**
   * Puts back the event that {@link #poll} returned last: to its former place, or behind all
   * others.
   */
  void putBack(PendingEvent event, boolean last) {
    ArrayDeque<PendingEvent> queue = event.cameFrom;
    if (last || queue == null) {
      failed.add(event);
    } else {
      queue.addFirst(event); // so that each queue except the last stays ordered by number
    }
    youngest.putIfAbsent(event.key, event);
  }

  /** Remembers that the server has received an error with this key; the next one is a repeat. */
  void markReceived(String key) {
    received.put(key, key);
    evictedKeys.clear(); // there is room again
  }

  /** Folds the events of each key into the oldest of them. */
  void compact() {
    if (youngest.size() == size()) {
      return;
    }
    Map<String, PendingEvent> oldest = new HashMap<>();
    for (PendingEvent event : all()) {
      PendingEvent known = oldest.get(event.key);
      if (known == null || event.number < known.number) {
        oldest.put(event.key, event);
      }
    }
    fold(fresh, oldest);
    fold(repeats, oldest);
    fold(failed, oldest);
    youngest.clear();
    youngest.putAll(oldest);
  }

  private static void fold(ArrayDeque<PendingEvent> queue, Map<String, PendingEvent> oldest) {
    for (Iterator<PendingEvent> events = queue.iterator(); events.hasNext(); ) {
      PendingEvent event = events.next();
      PendingEvent into = oldest.get(event.key);
      if (into != null && into != event) {
        into.merge(event);
        events.remove();
      }
    }
  }

  /**
   * Evicts an event in favor of one with the given key. Returns null if the new one should be
   * dropped instead.
   *
   * <p>An evicted error does not return as long as there is no room. Otherwise, if there are more
   * kinds of errors than places, they would evict one another in turn, each with its whole count.
   *
   * @param kept true if the evicted event is stored elsewhere, so that age decides where counts do
   *     not
   */
  @Nullable
  PendingEvent evict(String key, boolean kept) {
    PendingEvent victim = evictedKeys.has(key) ? null : victim(received.has(key), kept);
    if (victim == null) {
      evictedKeys.put(key, key);
      return null;
    }
    fresh.remove(victim);
    repeats.remove(victim);
    failed.remove(victim);
    youngest.remove(victim.key, victim);
    evictedKeys.put(victim.key, victim.key);
    return victim;
  }

  private @Nullable PendingEvent victim(boolean newOneIsKnown, boolean kept) {
    PendingEvent known = mostRepeated(repeats, mostRepeated(failed, null));
    if (known != null) {
      return kept || !newOneIsKnown || known.errors > 1 ? known : null;
    }
    if (newOneIsKnown && !kept) {
      return null;
    }
    PendingEvent unknown = mostRepeated(fresh, null);
    // if all occurred once, as the new one did, the queued ones came first
    return unknown != null && (kept || unknown.errors > 1) ? unknown : null;
  }

  /** Returns the oldest of the events that were repeated most. */
  private static @Nullable PendingEvent mostRepeated(
      ArrayDeque<PendingEvent> queue, @Nullable PendingEvent otherwise) {
    PendingEvent most = otherwise;
    for (PendingEvent event : queue) {
      if (most == null || event.errors > most.errors) {
        most = event;
      }
    }
    return most;
  }

  /** Returns the lowest number of the queued events; {@code otherwise} if the queue is empty. */
  long oldest(long otherwise) {
    long lowest = otherwise;
    // except for failed events, the head of each queue has its lowest number
    lowest = fresh.isEmpty() ? lowest : Math.min(lowest, fresh.peek().number);
    lowest = repeats.isEmpty() ? lowest : Math.min(lowest, repeats.peek().number);
    for (PendingEvent event : failed) {
      lowest = Math.min(lowest, event.number);
    }
    return lowest;
  }

  /** Returns all queued events in sending order. */
  List<PendingEvent> all() {
    List<PendingEvent> all = new ArrayList<>(size());
    all.addAll(fresh);
    all.addAll(repeats);
    all.addAll(failed);
    return all;
  }

  void clear() {
    fresh.clear();
    repeats.clear();
    failed.clear();
    youngest.clear();
  }

  /** The most recently used keys. */
  private static final class Keys extends LinkedHashMap<String, String> {
    private static final long serialVersionUID = 1L;

    Keys() {
      super(64, 0.75f, true);
    }

    boolean has(String key) {
      return get(key) != null; // also marks it as most recently used
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
      return size() > REMEMBERED;
    }
  }
}
