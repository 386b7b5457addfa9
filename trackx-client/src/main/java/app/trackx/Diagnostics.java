package app.trackx;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts of all errors that a client has captured since it was built, by outcome. Immutable; {@code
 * captured = sent + folded + cancelled + duplicates + dropped + pending + aggregating} always holds.
 *
 * <p>Alert when {@link #totalDropped()} grows: errors happened that the server does not know of;
 * {@link #dropped()} has the reasons. A {@link #pending()} that stays high means that the server is
 * unreachable or rate-limits the client. A {@link #restarts()} above zero should be investigated.
 * Pings and reports of browsers are counted separately and are not part of the sum.
 */
public final class Diagnostics {
  /** The counts of a disabled client. */
  static final Diagnostics NONE =
      new Diagnostics(new Counts(), Collections.<DropReason, Long>emptyMap());

  private final Counts counts;
  private final Map<DropReason, Long> dropped;

  Diagnostics(Counts counts, Map<DropReason, Long> dropped) {
    this.counts = counts.copy();
    EnumMap<DropReason, Long> copy = new EnumMap<>(DropReason.class);
    copy.putAll(dropped);
    this.dropped = Collections.unmodifiableMap(copy);
  }

  /**
   * Returns the number of captured errors, whatever their outcome. When {@link TrackX#setup}
   * replaces a client by another with the same endpoint, pending errors count as captured by the
   * new client and no longer by the old one.
   *
   * @return a count
   */
  public long captured() {
    return counts.captured;
  }

  /**
   * Returns the number of events that the server acknowledged. The server processes events after
   * its response, so this does not prove that they are stored.
   *
   * @return a count
   */
  public long sent() {
    return counts.sent;
  }

  /**
   * Returns the number of errors that reached the server within an event of the same error, whose
   * {@code meta.occurrences} records how many errors it stands for. They are counted once that
   * event is sent and are pending until then.
   *
   * @return a count
   */
  public long folded() {
    return counts.folded;
  }

  /**
   * Returns the number of events that the {@link OnErrorHandler} cancelled by returning null.
   *
   * @return a count
   */
  public long cancelled() {
    return counts.cancelled;
  }

  /**
   * Returns the number of errors that were captured again while they propagated: logged and then
   * uncaught, for example, or logged, wrapped and logged again. The first capture is the event.
   *
   * <p>For ten minutes, the client recognizes the same {@link Throwable} instance, and one that has
   * it as a cause. Errors passed to {@code sendEvent} and exceptions without a stack never count as
   * duplicates.
   *
   * @return a count
   */
  public long duplicates() {
    return counts.duplicates;
  }

  /**
   * Returns the number of failed attempts to send that were scheduled for a retry. One event may be
   * counted many times.
   *
   * @return a count
   */
  public long retried() {
    return counts.retried;
  }

  /**
   * Returns the number of errors written to the spool directory. They stay
   * {@linkplain #pending() pending} for this client until it has sent them; the next run sends the
   * rest.
   *
   * @return a count
   */
  public long spooled() {
    return counts.spooled;
  }

  /**
   * Returns the number of errors from earlier runs that this client found in the spool directory
   * and sent. They are not part of {@link #captured()} and {@link #sent()}.
   *
   * @return a count
   */
  public long recovered() {
    return counts.recovered;
  }

  /**
   * Returns the number of errors that are queued, in memory or in the spool directory, or being
   * sent. Those that are {@linkplain #aggregating() aggregated} until their event is due are not
   * among them.
   *
   * @return a count
   */
  public long pending() {
    return counts.pending;
  }

  /**
   * Returns the number of errors in open aggregates: repeats of errors of which the server has an
   * event. After the first event, one event at a time stands for all repeats until it is due: 10
   * seconds after the first one, then 1, 5 and 15 minutes and from then on an hour after the one
   * before, and later still after a 429. It is sent sooner by {@code flush} and {@code close} and
   * when the JVM exits; a JVM that is killed loses it.
   *
   * <p>A number above zero is no cause for an alert. Without a {@linkplain RateLimit#none() rate
   * limit} nothing is aggregated.
   *
   * @return a count
   */
  public long aggregating() {
    return counts.aggregating;
  }

  /**
   * Returns how often a thread of the client had to restart its work, or died and was replaced, for
   * example because of a {@link VirtualMachineError}.
   *
   * @return a count, normally zero
   */
  public long restarts() {
    return counts.restarts;
  }

  /**
   * Returns the number of pings that the server acknowledged, for the application and for its
   * visitors. A visitor's ping that an event made unnecessary is not counted.
   *
   * @return a count
   */
  public long pings() {
    return counts.pings;
  }

  /**
   * Returns the number of dropped pings: more visitors came than the
   * {@linkplain TrackXClient.Builder#rateLimit rate limit} allows, the day ended or the client was
   * closed first, or the server rejected them. A visitor is counted at most once a day, unless more
   * visitors come at once than the client can process, or more than 131 072 a day.
   *
   * @return a count
   */
  public long pingsDropped() {
    return counts.pingsDropped;
  }

  /**
   * Returns the number of browsers' reports that the server acknowledged; see
   * {@link TrackXClient#sendReport}.
   *
   * @return a count
   */
  public long reports() {
    return counts.reports;
  }

  /**
   * Returns the number of browsers' reports that were dropped: more came than their budget allows,
   * the client was closed first, the server rejected them, or the scrubber failed.
   *
   * @return a count
   */
  public long reportsDropped() {
    return counts.reportsDropped;
  }

  /**
   * Returns the number of dropped errors by reason.
   *
   * @return counts above zero, unmodifiable; empty if nothing was dropped
   */
  public Map<DropReason, Long> dropped() {
    return dropped;
  }

  /**
   * Returns the number of dropped errors for all reasons.
   *
   * @return a count
   */
  public long totalDropped() {
    long sum = 0;
    for (Long count : dropped.values()) {
      sum += count;
    }
    return sum;
  }

  /** Returns all counts on one line; the less important ones only if they are above zero. */
  @Override
  public String toString() {
    return "captured="
        + counts.captured
        + " sent="
        + counts.sent
        + " folded="
        + counts.folded
        + " cancelled="
        + counts.cancelled
        + " dropped="
        + dropped
        + " pending="
        + counts.pending
        + ifAny(" aggregating=", counts.aggregating)
        + ifAny(" duplicates=", counts.duplicates)
        + ifAny(" retried=", counts.retried)
        + ifAny(" spooled=", counts.spooled)
        + ifAny(" recovered=", counts.recovered)
        + ifAny(" restarts=", counts.restarts)
        + ifAny(" pings=", counts.pings)
        + ifAny(" pingsDropped=", counts.pingsDropped)
        + ifAny(" reports=", counts.reports)
        + ifAny(" reportsDropped=", counts.reportsDropped);
  }

  private static String ifAny(String name, long count) {
    return count == 0 ? "" : name + count;
  }

  /**
   * The state of a client's delivery; see {@link TrackXClient#deliveryState()}. Later versions may
   * add states.
   */
  public enum DeliveryState {
    /** The client has no endpoint. It captures and sends nothing. */
    OFF,
    /** Events are sent as soon as they are captured and the client's own rate limit allows. */
    READY,
    /** The last request failed. Events are queued, and one at a time is retried after a pause. */
    RETRYING,
    /**
     * The server rate-limits the client, or closed a connection without a response, which most
     * likely is a rate limit. Events are queued until the time that it demanded has passed.
     */
    RATE_LIMITED,
    /** The endpoint, its key or the origin is wrong. Events are dropped. */
    MISCONFIGURED,
    /** The client was closed. It captures nothing, and may still send what it captured before. */
    CLOSED
  }

  /**
   * Is called when something happens to the errors of one client; see
   * {@link TrackXClient#addListener}. For metrics, never for data: a listener gets no message, stack
   * or metadata.
   *
   * <p>The client's two worker threads call it, and a thread that closes the client. So several
   * methods may run at once. None of the threads holds a lock of the client. It delays other events for as long as it takes. Whatever it throws is ignored.
   */
  public interface Listener {
    /**
     * An error was captured and is now processed. Errors that were dropped before that, for
     * example because too many came at once, are passed to {@link #dropped} alone.
     *
     * @param type the type of the event
     * @param error the class name of the exception; null if there is none
     */
    default void captured(EventType type, @Nullable String error) {}

    /**
     * The server accepted an event.
     *
     * @param errors how many errors it stands for, 1 or more
     * @param bytes the length of the request's body
     * @param nanos how long the request took, in nanoseconds
     */
    default void sent(long errors, int bytes, long nanos) {}

    /**
     * Errors were dropped. Called soon after that, also while the client is closed, once for all that
     * were dropped for one reason.
     *
     * @param reason the reason
     * @param errors how many errors, 1 or more
     */
    default void dropped(DropReason reason, long errors) {}

    /**
     * The client was closed, or replaced by another one. Called on the thread that closes it,
     * perhaps more than once.
     */
    default void closed() {}
  }

  /**
   * The mutable counts from which a {@link Diagnostics} is built; named fields, since this many
   * numbers are easily mixed up.
   */
  static final class Counts {
    long captured;
    long sent;
    long folded;
    long cancelled;
    long duplicates;
    long retried;
    long spooled;
    long recovered;
    long pending;
    long aggregating;
    long restarts;
    long pings;
    long pingsDropped;
    long reports;
    long reportsDropped;

    private Counts copy() {
      Counts copy = new Counts();
      copy.captured = captured;
      copy.sent = sent;
      copy.folded = folded;
      copy.cancelled = cancelled;
      copy.duplicates = duplicates;
      copy.retried = retried;
      copy.spooled = spooled;
      copy.recovered = recovered;
      copy.pending = pending;
      copy.aggregating = aggregating;
      copy.restarts = restarts;
      copy.pings = pings;
      copy.pingsDropped = pingsDropped;
      copy.reports = reports;
      copy.reportsDropped = reportsDropped;
      return copy;
    }
  }
}
