package app.trackx;

import app.trackx.internal.stack.CauseChain;
import app.trackx.internal.stack.ThreadStop;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What only the thread of an error can know, read there and handed to the delivery thread.
 *
 * <p>Holds the exceptions themselves: their frames do not change and are read later. It lives for
 * the moments until the delivery thread looks at it; what waits after that is text alone.
 */
final class Occurrence {
  final EventType type;

  /** When, on the clock that never jumps. */
  final long nanos;

  final @Nullable CauseChain chain;
  final String thread;
  final Map<String, @Nullable Object> meta;

  /** Keys and values by turns, as they were in the caller's map; null for none. */
  final @Nullable Object @Nullable [] extraMeta;

  /**
   * How many characters of long texts it holds; 0 for most. What waits to be looked at is bounded by
   * their sum as well as by number.
   */
  final int weight;

  /** What an adapter said of the event; null for the usual error. */
  final @Nullable Details details;

  /** The token of the visitor in whose session it happened, if any. */
  private final @Nullable String visitor;

  Occurrence(
      EventType type,
      long nanos,
      @Nullable CauseChain chain,
      String thread,
      Map<String, @Nullable Object> meta,
      @Nullable Object @Nullable [] extraMeta,
      @Nullable Details details) {
    this.type = type;
    this.nanos = nanos;
    this.chain = chain;
    this.thread = thread;
    this.meta = meta;
    this.extraMeta = extraMeta;
    this.details = details;
    this.visitor = details != null && (details.visitorGiven || details.visitor != null)
        ? details.visitor
        : CurrentVisitor.of(chain == null ? null : chain.error(0));
    this.weight = weigh();
  }

  private static final int USUAL_ENTRIES = 6;
  private static final int LONG_TEXT = 4 * 1024;

  /** What {@link Capture} was told, instead of what an error says of itself. */
  static final class Details {
    @Nullable
    String name;

    @Nullable
    String message;

    @Nullable
    String uri;

    StackTraceElement @Nullable [] callSite;

    /** Made at the call site, for its frames. */
    @Nullable
    Throwable here;

    /** On which it happened, if not on the one that sent it. */
    @Nullable
    String thread;

    /** A token that was checked. */
    @Nullable
    String visitor;

    /** Whether it was said that there is none, or which; else it is the thread's. */
    boolean visitorGiven;

    /** Keys and values by turns, the rest null; null for none. */
    private @Nullable Object @Nullable [] entries;

    private int used;

    /** Characters of long texts among them. */
    private int weight;

    void put(String key, @Nullable Object value) {
      @Nullable Object[] room = entries;
      if (room == null) {
        room = new @Nullable Object[2 * USUAL_ENTRIES];
      } else if (used == room.length) {
        room = Arrays.copyOf(room, 2 * used);
      }
      weight = plus(weight, TextBudget.charactersOf(value));
      room[used] = key;
      room[used + 1] = value;
      used += 2;
      entries = room;
    }

    /** The same without the rest; null for none. */
    @Nullable
    Object @Nullable [] entries() {
      return entries == null ? null : Arrays.copyOf(entries, used);
    }
  }

  private int weigh() {
    int sum = 0;
    for (int i = 0; chain != null && i < chain.size(); i++) {
      sum = plus(sum, chain.message(i));
    }
    for (int i = 1; extraMeta != null && i < extraMeta.length; i += 2) {
      sum = plus(sum, extraMeta[i]);
    }
    return details == null ? sum : plus(plus(sum, details.message), details.weight);
  }

  private static int plus(int sum, @Nullable Object text) {
    return text instanceof String ? plus(sum, ((String) text).length()) : sum;
  }

  private static int plus(int sum, int length) {
    return length < LONG_TEXT ? sum : (int) Math.min(Integer.MAX_VALUE, (long) sum + length);
  }

  @Nullable
  String visitor() {
    return visitor;
  }

  /**
   * Keys and values of a caller's map by turns, copied now since the map may change; at most {@code
   * limit} entries. A map that fails while it is read gives what it gave until then.
   */
  static @Nullable Object @Nullable [] copyOf(@Nullable Map<String, ?> map, int limit) {
    if (map == null) {
      return null;
    }
    @Nullable Object[] copy = new @Nullable Object[0];
    int used = 0;
    try {
      copy = new @Nullable Object[2 * Math.max(0, Math.min(map.size(), limit))];
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (used == copy.length) {
          break;
        }
        copy[used] = entry.getKey();
        copy[used + 1] = entry.getValue();
        used += 2;
      }
    } catch (Throwable failedInUserCode) {
      ThreadStop.rethrow(failedInUserCode);
      // what was read is kept
    }
    return used == copy.length ? copy : Arrays.copyOf(copy, used);
  }
}
