package app.trackx;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pings of visitors that wait for the server, the oldest first, of one UTC day: the server would
 * count those of yesterday as sessions of today. Not confined to a thread; the {@link Backlog} guards
 * it.
 */
final class VisitorQueue {
  /** How many may wait: at upstream's rate, three hours' worth. */
  static final int CAPACITY = 1_024;

  private final Map<String, VisitorPing> waiting = new LinkedHashMap<>();
  private long day;

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Lets one wait, or again; false if there is no room. */
  boolean add(VisitorPing ping) {
    if (waiting.size() >= CAPACITY) {
      return false;
    }
    waiting.put(ping.token, ping);
    return true;
  }

  /** Takes out the oldest; null if none waits. */
  @Nullable
  VisitorPing poll() {
    Iterator<VisitorPing> pings = waiting.values().iterator();
    if (!pings.hasNext()) {
      return null;
    }
    VisitorPing first = pings.next();
    pings.remove();
    return first;
  }

  /** An event has told the server of that visitor, so that no ping is needed. */
  void remove(String token) {
    waiting.remove(token);
  }

  /** Another day has begun, perhaps: how many have been forgotten because of that. */
  int turnTo(long today) {
    if (day == today) {
      return 0;
    }
    day = today;
    return clear();
  }

  /** Forgets all, and says how many that are. */
  int clear() {
    int count = waiting.size();
    waiting.clear();
    return count;
  }
}
