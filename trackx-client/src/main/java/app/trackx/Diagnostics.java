package app.trackx;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What became of every error that a client captured, since it was built. Immutable; {@code captured
 * = sent + folded + cancelled + duplicates + dropped + pending} always.
 *
 * <p>Alert on {@link #totalDropped()} that grows: errors happened that the server does not know of,
 * and {@link #dropped()} says why. {@link #pending()} that stays high means that the server cannot
 * be reached or has asked for silence. {@link #restarts()} above zero is worth a look. Pings are
 * counted apart, and are no part of that sum.
 */
public final class Diagnostics {
  /** Of a client that does nothing. */
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
   * Errors that were captured, whatever became of them. When {@link TrackX#setup} replaces a client by
   * another of the same endpoint, what was pending counts as captured by the new one, and no longer by
   * the old one.
   *
   * @return a count
   */
  public long captured() {
    return counts.captured;
  }

  /**
   * Events that the server answered with success. It processes events after its answer, so this is
   * no proof of storage.
   *
   * @return a count
   */
  public long sent() {
    return counts.sent;
  }

  /**
   * Errors that reached the server within an event of the same error, which says in {@code
   * meta.occurrences} how many it stands for. They are counted once that event is sent; until then
   * they are pending.
   *
   * @return a count
   */
  public long folded() {
    return counts.folded;
  }

  /**
   * Events for which the {@link OnErrorHandler} returned null.
   *
   * @return a count
   */
  public long cancelled() {
    return counts.cancelled;
  }

  /**
   * Errors that were captured once more on their way up: logged and then not caught, say, or logged,
   * wrapped and logged again. The first capture is the event. Known again is the same {@link
   * Throwable} instance, or one that has it as a cause, for ten minutes; never what is sent with
   * {@code sendEvent}, and never an exception without a stack.
   *
   * @return a count
   */
  public long duplicates() {
    return counts.duplicates;
  }

  /**
   * Attempts to send that failed and were to be repeated. One event may be counted many times.
   *
   * @return a count
   */
  public long retried() {
    return counts.retried;
  }

  /**
   * Errors that were written to the spool directory. They stay {@linkplain #pending() pending} for
   * this client until it has sent them; what it leaves there, the next run sends.
   *
   * @return a count
   */
  public long spooled() {
    return counts.spooled;
  }

  /**
   * Errors of earlier runs that this client found in the spool directory and sent. No part of
   * {@link #captured()} and {@link #sent()}.
   *
   * @return a count
   */
  public long recovered() {
    return counts.recovered;
  }

  /**
   * Errors that wait to be sent, in memory or in the spool directory, or are being sent.
   *
   * @return a count
   */
  public long pending() {
    return counts.pending;
  }

  /**
   * How often a thread of the client had to begin again, or died and was replaced, because of a
   * {@link VirtualMachineError} for example.
   *
   * @return a count, normally zero
   */
  public long restarts() {
    return counts.restarts;
  }

  /**
   * Pings that the server answered with success, of the application and of its visitors. That of a
   * visitor for whom an event was sent meanwhile is not needed, and counted nowhere.
   *
   * @return a count
   */
  public long pings() {
    return counts.pings;
  }

  /**
   * Pings that were not sent: because more visitors came than the {@linkplain
   * TrackXClient.Builder#rateLimit rate limit} lets through, because the day was over or the client
   * closed first, or because the server did not want them. A visitor is dropped at most once a day,
   * unless so many come at once that the client cannot look at them; or unless there are more than
   * 131 072 a day.
   *
   * @return a count
   */
  public long pingsDropped() {
    return counts.pingsDropped;
  }

  /**
   * Errors that were lost, by reason.
   *
   * @return counts above zero, unmodifiable; empty if nothing was lost
   */
  public Map<DropReason, Long> dropped() {
    return dropped;
  }

  /**
   * Errors that were lost, for whatever reason.
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

  /** All counts on one line, but for those that only matter if they are above zero. */
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
        + ifAny(" duplicates=", counts.duplicates)
        + ifAny(" retried=", counts.retried)
        + ifAny(" spooled=", counts.spooled)
        + ifAny(" recovered=", counts.recovered)
        + ifAny(" restarts=", counts.restarts)
        + ifAny(" pings=", counts.pings)
        + ifAny(" pingsDropped=", counts.pingsDropped);
  }

  private static String ifAny(String name, long count) {
    return count == 0 ? "" : name + count;
  }

  /** The counts while they are put together; many numbers that must not be mixed up. */
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
    long restarts;
    long pings;
    long pingsDropped;

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
      copy.restarts = restarts;
      copy.pings = pings;
      copy.pingsDropped = pingsDropped;
      return copy;
    }
  }
}
