package app.trackx.internal.delivery;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The kinds of errors of which an event was sent, by their key, and when the next one of each is
 * due. Remembers the {@value #REMEMBERED} kinds that were used last, at some 250 bytes each. Not
 * thread-safe.
 */
public final class KnownKinds {
  public static final int REMEMBERED = 1_000;

  private final LinkedHashMap<String, RepeatSchedule> kinds = new LinkedHashMap<>(64, 0.75f, true);

  /** Records an error of this kind. */
  public void occurred(String key, long now) {
    RepeatSchedule schedule = kinds.get(key);
    if (schedule != null) {
      schedule.occurred(now);
    }
  }

  /** Returns the nanoseconds until an event of this kind is due, 0 for now. */
  public long untilNext(String key, long now) {
    RepeatSchedule schedule = kinds.get(key);
    return schedule == null ? 0 : schedule.untilNext(now);
  }

  /**
   * Records that an event of this kind is being sent.
   *
   * @param atLeast the shortest interval until the next one, in nanoseconds
   */
  public void sending(String key, long now, long atLeast) {
    RepeatSchedule schedule = kinds.get(key);
    if (schedule == null) {
      schedule = new RepeatSchedule();
      schedule.occurred(now);
      add(key, schedule);
    }
    if (schedule.untilNext(now) == 0) { // not if it is sent sooner, since somebody waits
      schedule.sent(now, atLeast);
    }
  }

  private void add(String key, RepeatSchedule schedule) {
    if (kinds.size() >= REMEMBERED) {
      Iterator<String> keys = kinds.keySet().iterator();
      keys.next();
      keys.remove();
    }
    kinds.put(key, schedule);
  }

  /** Returns true if an event of this kind was sent. */
  public boolean has(String key) {
    return kinds.get(key) != null; // also marks it as most recently used
  }

  /** Learns the kinds that another client of the same server knows. */
  public void learn(KnownKinds others) {
    for (Map.Entry<String, RepeatSchedule> other : others.kinds.entrySet()) {
      if (!kinds.containsKey(other.getKey())) {
        RepeatSchedule known = other.getValue();
        add(other.getKey(), new RepeatSchedule(known.sent(), known.notBefore(), known.lastError()));
      }
    }
  }
}
