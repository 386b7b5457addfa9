package app.trackx;

import app.trackx.internal.delivery.Delay;
import app.trackx.internal.delivery.KnownKinds;
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
 * the oldest first. Apart from these are the open aggregates: repeats of known errors that are not
 * due by their {@link app.trackx.internal.delivery.RepeatSchedule}.
 *
 * <p>A repeat of a queued error only increments that event's count.
 *
 * <p>When the queue is full, it evicts the event that costs least to lose: among the errors that
 * the server has received, the one repeated most; if there are none, among the others. But no error
 * evicts another one a second time. Not thread-safe; guarded by the {@link Backlog}.
 */
final class FoldingQueue {
  private final int capacity;
  private final ArrayDeque<PendingEvent> fresh = new ArrayDeque<>();
  private final ArrayDeque<PendingEvent> repeats = new ArrayDeque<>();
  private final ArrayDeque<PendingEvent> failed = new ArrayDeque<>();
  private final ArrayDeque<PendingEvent> open = new ArrayDeque<>();

  /** The youngest queued event of each key. */
  private final Map<String, PendingEvent> youngest = new HashMap<>();

  private final KnownKinds known = new KnownKinds();

  /** Keys of errors that were evicted since the queue last had room. */
  private final Keys evictedKeys = new Keys();

  /** Creates an empty queue for {@code capacity} events, at least 1. */
  FoldingQueue(int capacity) {
    this.capacity = capacity;
  }

  int size() {
    return fresh.size() + repeats.size() + failed.size() + open.size();
  }

  boolean isEmpty() {
    return size() == 0;
  }

  boolean isFull() {
    return size() >= capacity;
  }

  /** Returns true if no event is due: the queue is empty, but for open aggregates. */
  boolean isIdle() {
    return size() == open.size();
  }

  /** Returns true if the next event is a repeat of an error that the server has received. */
  boolean isNextARepeat() {
    return fresh.isEmpty() && !repeats.isEmpty();
  }

  /** Returns the number of errors in open aggregates. */
  long aggregating() {
    long errors = 0;
    for (PendingEvent event : open) {
      errors += event.errors;
    }
    return errors;
  }

  /** Records that an error with this key was captured. */
  void occurred(String key, long now) {
    known.occurred(key, now);
  }

  /**
   * Returns the queued event into which an error with this key can be folded; null if there is
   * none.
   */
  @Nullable
  PendingEvent waiting(String key) {
    return youngest.get(key);
  }

  /** Adds an event that is due. */
  void add(PendingEvent event) {
    boolean repeat = youngest.containsKey(event.key) || known.has(event.key);
    (repeat ? repeats : fresh).add(event);
    youngest.put(event.key, event);
  }

  /** Adds an open aggregate, for which {@link PendingEvent#dueNanos} is set. */
  void addOpen(PendingEvent event) {
    open.add(event);
    youngest.put(event.key, event);
  }

  /** Returns the nanoseconds until an event with this key is due, 0 for now. */
  long untilDue(String key, long now) {
    return known.untilNext(key, now);
  }

  /** Returns when an open aggregate is due. */
  Delay untilDue(long now) {
    Delay wait = Delay.UNTIL_WOKEN;
    for (PendingEvent event : open) {
      wait = wait.orSooner(Delay.ofNanos(event.dueNanos - now));
    }
    return wait;
  }

  /** Closes the open aggregates that are due, so that they are sent. */
  void closeDue(long now) {
    for (Iterator<PendingEvent> events = open.iterator(); events.hasNext(); ) {
      PendingEvent event = events.next();
      if (event.dueNanos - now <= 0) {
        events.remove();
        repeats.add(event);
      }
    }
  }

  /** Closes all open aggregates. */
  void closeAll() {
    repeats.addAll(open);
    open.clear();
  }

  /**
   * Removes and returns the next event to send; null if none is due.
   *
   * @param repeatInterval the shortest time until the next event with its key
   */
  @Nullable
  PendingEvent poll(long now, long repeatInterval) {
    ArrayDeque<PendingEvent> queue = fresh.isEmpty() ? repeats : fresh;
    queue = queue.isEmpty() ? failed : queue;
    PendingEvent next = queue.poll();
    if (next != null) {
      next.cameFrom = queue;
      youngest.remove(next.key, next);
      known.sending(next.key, now, repeatInterval);
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

  /** Records that the server has received an event, so that there is room again. */
  void markReceived() {
    evictedKeys.clear();
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
    fold(open, oldest);
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
    PendingEvent victim = evictedKeys.has(key) ? null : victim(known.has(key), kept);
    if (victim == null) {
      evictedKeys.put(key, key);
      return null;
    }
    fresh.remove(victim);
    repeats.remove(victim);
    failed.remove(victim);
    open.remove(victim);
    youngest.remove(victim.key, victim);
    evictedKeys.put(victim.key, victim.key);
    return victim;
  }

  private @Nullable PendingEvent victim(boolean newOneIsKnown, boolean kept) {
    PendingEvent repeat = mostRepeated(repeats, mostRepeated(failed, mostRepeated(open, null)));
    if (repeat != null) {
      return kept || !newOneIsKnown || repeat.errors > 1 ? repeat : null;
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
    return oldest(open, oldestDue(otherwise));
  }

  /** Returns the lowest number of the events that are due; {@code otherwise} if none is. */
  long oldestDue(long otherwise) {
    long lowest = fresh.isEmpty() ? otherwise : Math.min(otherwise, fresh.peek().number);
    return oldest(repeats, oldest(failed, lowest)); // of these, the head may not be the oldest
  }

  private static long oldest(ArrayDeque<PendingEvent> queue, long otherwise) {
    long lowest = otherwise;
    for (PendingEvent event : queue) {
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
    all.addAll(open);
    return all;
  }

  /** Learns which errors another client has sent. */
  void learn(FoldingQueue others) {
    known.learn(others.known);
  }

  void clear() {
    fresh.clear();
    repeats.clear();
    failed.clear();
    open.clear();
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
      return size() > KnownKinds.REMEMBERED;
    }
  }
}
