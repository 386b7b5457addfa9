package app.trackx;

import app.trackx.internal.json.TextBudget;
import app.trackx.internal.jvm.ThreadStop;
import app.trackx.internal.stack.CauseChain;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The data of an error that only its thread can read, handed to the processing thread.
 *
 * <p>Holds the exceptions themselves: their frames do not change and are read later. It lives only
 * until the processing thread examines it; queued events hold only text.
 */
final class Occurrence {
  final EventType type;

  /** When the error happened, on the monotonic clock. */
  final long nanos;

  final @Nullable CauseChain chain;
  final String thread;
  final Map<String, @Nullable Object> meta;

  /** Alternating keys and values of the caller's map; null for none. */
  final @Nullable Object @Nullable [] extraMeta;

  /**
   * Characters of long texts that it holds; 0 for most. The intake is bounded by their sum as well
   * as by number.
   */
  final int weight;

  /** Details from an adapter; null for most errors. */
  final @Nullable Details details;

  /** The request in which the error happened; null if there was none, or it is not known. */
  final @Nullable RequestContext request;

  /** The last log records of that request, as a trail's snapshot; null for none. */
  final @Nullable Object @Nullable [] trail;

  /** The token of the visitor in whose session the error happened, if any. */
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
    this.request = RequestContext.of(chain == null ? null : chain.error(0));
    this.trail = request == null ? null : request.trail();
    this.visitor = details != null && (details.visitorGiven || details.visitor != null)
        ? details.visitor
        : visitorOf(request);
    this.weight = weigh();
  }

  private static @Nullable String visitorOf(@Nullable RequestContext request) {
    String visitor = RequestContext.visitorOfThread();
    return visitor == null && request != null ? request.visitor() : visitor;
  }

  /** Creates an error that was logged and then made its request fail. */
  private Occurrence(Occurrence logged, Occurrence failure, CauseChain chain, Details details) {
    this.type = failure.type;
    this.nanos = logged.nanos;
    this.chain = chain;
    this.thread = logged.thread;
    this.meta = logged.meta;
    this.extraMeta = logged.extraMeta;
    this.details = details;
    this.request = logged.request == null ? failure.request : logged.request;
    this.trail = logged.trail == null ? failure.trail : logged.trail;
    this.visitor = failure.visitor == null ? logged.visitor : failure.visitor;
    this.weight = weigh();
  }

  /**
   * Returns true if the error should wait for the end of its request, which may fail with it. Also if
   * the request has ended: the failure may be the next in the intake.
   */
  boolean waitsForRequest() {
    return type != EventType.UNHANDLED_ERROR
        && type != EventType.UNHANDLED_REJECTION
        && (request != null || (RequestContext.isUsed() && isBehindQueue()));
  }

  /** Returns true for an exception that was logged on another thread, of a request or not. */
  private boolean isBehindQueue() {
    return chain != null
        && details != null
        && details.callSite != null
        && details.callSite.length == 0;
  }

  /** Returns true if the error made its request fail, as {@code failure} says. */
  boolean isCauseOf(Occurrence failure) {
    return failure.type == EventType.UNHANDLED_ERROR
        && chain != null
        && failure.chain != null
        && (request == null || failure.request == null || request.isOfSameRequest(failure.request))
        && (chain.contains(failure.chain.error(0)) || failure.chain.contains(chain.error(0)));
  }

  /**
   * Returns the one event of this error and of the failure of its request. It has what either of
   * them knew; where both knew something, the failure's.
   */
  Occurrence with(Occurrence failure) {
    CauseChain own = Objects.requireNonNull(chain);
    CauseChain outer = Objects.requireNonNull(failure.chain);
    boolean wrapped = !own.contains(outer.error(0));
    Details both = new Details();
    both.add(details);
    both.add(failure.details);
    return new Occurrence(this, failure, wrapped ? outer : own, both);
  }

  private static final int USUAL_ENTRIES = 6;
  private static final int LONG_TEXT = 4 * 1024;

  /** The number of characters of a log message that tell it from another one. */
  private static final int MAX_HASHED = 200;

  /** Values set through {@link Capture}, which override those of the error. */
  static final class Details {
    @Nullable
    String name;

    @Nullable
    String message;

    @Nullable
    String uri;

    StackTraceElement @Nullable [] callSite;

    /** Created at the call site, for its frames. */
    @Nullable
    Throwable here;

    /** The thread on which the error happened, if not the sending one. */
    @Nullable
    String thread;

    /** What is to be known of the task that threw the error, empty for nothing; null if it is of no task. */
    @Nullable
    String task;

    /** A validated token. */
    @Nullable
    String visitor;

    /** True if the adapter set a visitor or none; otherwise the thread's visitor applies. */
    boolean visitorGiven;

    /** Alternating keys and values, the rest null; null for none. */
    private @Nullable Object @Nullable [] entries;

    private int used;

    /** Characters of long texts among the entries. */
    private int weight;

    /** Adds what another adapter knew, which takes precedence. */
    void add(@Nullable Details more) {
      if (more != null) {
        name = more.name == null ? name : more.name;
        message = more.message == null ? message : more.message;
        uri = more.uri == null ? uri : more.uri;
        callSite = more.callSite == null ? callSite : more.callSite;
        here = more.here == null ? here : more.here;
        for (int i = 0; more.entries != null && i < more.used; i += 2) {
          put(String.valueOf(more.entries[i]), more.entries[i + 1]);
        }
      }
    }

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

    /** Returns the last entry of a key, if it is a text; null if not. */
    @Nullable
    String text(String key) {
      @Nullable Object[] known = entries;
      for (int i = used - 2; known != null && i >= 0; i -= 2) {
        if (key.equals(known[i])) {
          return known[i + 1] instanceof String ? (String) known[i + 1] : null;
        }
      }
      return null;
    }

    /** Returns the used part of the entries; null for none. */
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

  /** Returns a hash of the error's kind: errors of the same classes are likely to be the same. */
  int kind() {
    CauseChain errors = chain;
    if (errors == null) {
      return details == null || details.name == null ? 0 : details.name.hashCode();
    }
    int outermost = errors.error(0).getClass().hashCode();
    return 31 * outermost + errors.error(errors.size() - 1).getClass().hashCode();
  }

  /**
   * Returns a hash of how this error was captured: the type of the event, the kind of a task, and logger
   * and message of a log record. Words with digits do not count, since they vary at one place. Errors that are equal
   * in this were captured at the same place, or at places that cannot be told apart.
   */
  int way() {
    int way = 31 + type.code();
    Details known = details;
    if (known != null) {
      way = 31 * way + hash(known.name) + (known.task == null ? 0 : 1 + known.task.hashCode());
      way = with(way, known.entries());
    }
    return with(31 * way, extraMeta);
  }

  private static int with(int way, @Nullable Object @Nullable [] keysAndValues) {
    int sum = way;
    for (int i = 0; keysAndValues != null && i < keysAndValues.length; i += 2) {
      Object key = keysAndValues[i];
      if ("log".equals(key) || "logger".equals(key) || "template".equals(key)) {
        sum = 31 * sum + hash(keysAndValues[i + 1]);
      }
    }
    return sum;
  }

  private static int hash(@Nullable Object text) {
    if (!(text instanceof String)) {
      return 0;
    }
    String words = (String) text;
    int end = Math.min(words.length(), MAX_HASHED);
    int sum = 0;
    int word = 0;
    boolean counts = true;
    for (int i = 0; i <= end; i++) {
      char c = i < end ? words.charAt(i) : ' ';
      if (Character.isLetterOrDigit(c)) {
        word = 31 * word + c;
        counts &= !Character.isDigit(c);
      } else {
        sum = 31 * sum + (counts ? word : 0);
        word = 0;
        counts = true;
      }
    }
    return sum;
  }

  /**
   * Copies at most {@code limit} entries of a caller's map, as alternating keys and values: the map
   * may change later. If the map throws while it is read, the entries read so far are kept.
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
    }
    return used == copy.length ? copy : Arrays.copyOf(copy, used);
  }
}
