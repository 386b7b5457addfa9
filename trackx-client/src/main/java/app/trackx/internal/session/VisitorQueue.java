package app.trackx.internal.session;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The queued pings of visitors, oldest first, of one UTC day: the server would count yesterday's as
 * sessions of today. Not thread-safe; guarded by its owner.
 */
public final class VisitorQueue {
  /** Maximum number of queued pings: three hours' worth at upstream's rate. */
  public static final int CAPACITY = 1_024;

  private final Map<String, VisitorPing> waiting = new LinkedHashMap<>();
  private long day;

  public boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Queues a ping, possibly again; returns false if the queue is full. */
  public boolean add(VisitorPing ping) {
    if (waiting.size() >= CAPACITY) {
      return false;
    }
    waiting.put(ping.token, ping);
    return true;
  }

  /** Removes and returns the oldest ping; null if there is none. */
  public @Nullable VisitorPing poll() {
    Iterator<VisitorPing> pings = waiting.values().iterator();
    if (!pings.hasNext()) {
      return null;
    }
    VisitorPing first = pings.next();
    pings.remove();
    return first;
  }

  /** Removes the ping of a visitor for whom an event was sent, which makes it unnecessary. */
  public void remove(String token) {
    waiting.remove(token);
  }

  /** Switches to a day, if it has changed. Returns the number of pings discarded. */
  public int turnTo(long today) {
    if (day == today) {
      return 0;
    }
    day = today;
    return clear();
  }

  /** Removes all pings and returns their number. */
  public int clear() {
    int count = waiting.size();
    waiting.clear();
    return count;
  }
}
