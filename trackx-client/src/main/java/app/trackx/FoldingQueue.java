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
 * The events that wait for the server, in the order in which they should go: first those of errors
 * that the server has not heard of in this run, then repeats of those that it has, then those that
 * it failed on. Within each, the oldest first.
 *
 * <p>The same error again, while one waits, only raises that one's count. There is no timer:
 * nothing is held back so that it may be folded.
 *
 * <p>When it is full, the event gives way that costs least to lose: of those that the server has
 * heard of the one that was repeated most, and only if there is none, of the others; but no error
 * pushes out another a second time. Not confined to a thread; the {@link Backlog} guards it.
 */
final class FoldingQueue {
  /** So many errors the server is remembered to have heard of; some 200 bytes each. */
  static final int REMEMBERED = 1_000;

  private final int capacity;
  private final ArrayDeque<PendingEvent> fresh = new ArrayDeque<>();
  private final ArrayDeque<PendingEvent> repeats = new ArrayDeque<>();
  private final ArrayDeque<PendingEvent> failed = new ArrayDeque<>();

  /** For each key the youngest that waits. */
  private final Map<String, PendingEvent> youngest = new HashMap<>();

  /** Errors that the server has heard of. */
  private final Keys heardOf = new Keys();

  /** Errors that had to give way since there was room last. */
  private final Keys gaveWay = new Keys();

  /** An empty queue for so many events, at least 1. */
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

  /** The event into which one with that key can be folded; null if none waits. */
  @Nullable
  PendingEvent waiting(String key) {
    return youngest.get(key);
  }

  void add(PendingEvent event) {
    boolean repeat = youngest.containsKey(event.key) || heardOf.has(event.key);
    (repeat ? repeats : fresh).add(event);
    youngest.put(event.key, event);
  }

  /** The event that is to go next; null if none waits. */
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

  /** Takes back what {@link #poll} gave last. It goes where it was, or after all others. */
  void putBack(PendingEvent event, boolean last) {
    ArrayDeque<PendingEvent> queue = event.cameFrom;
    if (last || queue == null) {
      failed.add(event);
    } else {
      queue.addFirst(event); // so that each queue but the last stays in the order of the numbers
    }
    youngest.putIfAbsent(event.key, event);
  }

  /** The server has heard of that error: another one is a repeat. */
  void heard(String key) {
    heardOf.put(key, key);
    gaveWay.clear(); // there is room again
  }

  /** Folds together the events of each key, into the oldest of them. */
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
   * Takes out the event that should give way to one with that key. Null if the new one should.
   *
   * <p>An error that had to give way does not come back as long as there is no room: more kinds of
   * errors than places, one after the other, would push out one another, each with all its count.
   *
   * @param kept whether what gives way is kept elsewhere, so that age decides where counts do not
   */
  @Nullable
  PendingEvent evict(String key, boolean kept) {
    PendingEvent victim = gaveWay.has(key) ? null : victim(heardOf.has(key), kept);
    if (victim == null) {
      gaveWay.put(key, key);
      return null;
    }
    fresh.remove(victim);
    repeats.remove(victim);
    failed.remove(victim);
    youngest.remove(victim.key, victim);
    gaveWay.put(victim.key, victim.key);
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
    // if all have been seen once, as the new one has: those that wait came before it
    return unknown != null && (kept || unknown.errors > 1) ? unknown : null;
  }

  /** Of those that were repeated most, the oldest. */
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

  /** The lowest number among those that wait; {@code otherwise} if none does. */
  long oldest(long otherwise) {
    long lowest = otherwise;
    // those in front have the lowest numbers of their queues, but for those that failed
    lowest = fresh.isEmpty() ? lowest : Math.min(lowest, fresh.peek().number);
    lowest = repeats.isEmpty() ? lowest : Math.min(lowest, repeats.peek().number);
    for (PendingEvent event : failed) {
      lowest = Math.min(lowest, event.number);
    }
    return lowest;
  }

  /** All that wait, in the order in which they should go. */
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

  /** The last so many keys. */
  private static final class Keys extends LinkedHashMap<String, String> {
    private static final long serialVersionUID = 1L;

    Keys() {
      super(64, 0.75f, true);
    }

    boolean has(String key) {
      return get(key) != null; // which makes it the youngest
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
      return size() > REMEMBERED;
    }
  }
}
