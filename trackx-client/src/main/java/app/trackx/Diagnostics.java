package app.trackx;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What became of every event that a client captured, since it was built. Immutable; {@code
 * captured = sent + cancelled + dropped + pending} always.
 *
 * <p>Alert on {@link #totalDropped()} that grows: errors happened that the server does not know of,
 * and {@link #dropped()} says why. {@link #pending()} that stays high means that the server cannot
 * be reached or has asked for silence. Pings are not counted here.
 */
public final class Diagnostics {
  private final long captured;
  private final long sent;
  private final long cancelled;
  private final long retried;
  private final long pending;
  private final Map<DropReason, Long> dropped;

  Diagnostics(
      long captured,
      long sent,
      long cancelled,
      long retried,
      long pending,
      Map<DropReason, Long> dropped) {
    this.captured = captured;
    this.sent = sent;
    this.cancelled = cancelled;
    this.retried = retried;
    this.pending = pending;
    Map<DropReason, Long> copy = new EnumMap<>(DropReason.class);
    copy.putAll(dropped);
    this.dropped = Collections.unmodifiableMap(copy);
  }

  /**
   * Events that were captured, whatever became of them.
   *
   * @return a count
   */
  public long captured() {
    return captured;
  }

  /**
   * Events that the server answered with success. It processes events after its answer, so this is
   * no proof of storage.
   *
   * @return a count
   */
  public long sent() {
    return sent;
  }

  /**
   * Events for which the {@link OnErrorHandler} returned null.
   *
   * @return a count
   */
  public long cancelled() {
    return cancelled;
  }

  /**
   * Attempts to send that failed and were to be repeated. One event may be counted many times.
   *
   * @return a count
   */
  public long retried() {
    return retried;
  }

  /**
   * Events that wait to be sent, or are being sent.
   *
   * @return a count
   */
  public long pending() {
    return pending;
  }

  /**
   * Events that were lost, by reason.
   *
   * @return counts above zero, unmodifiable; empty if nothing was lost
   */
  public Map<DropReason, Long> dropped() {
    return dropped;
  }

  /**
   * Events that were lost, for whatever reason.
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

  /** All counts, on one line. */
  @Override
  public String toString() {
    return "captured="
        + captured
        + " sent="
        + sent
        + " cancelled="
        + cancelled
        + " dropped="
        + dropped
        + " pending="
        + pending
        + " retried="
        + retried;
  }
}
