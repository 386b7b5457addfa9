package app.trackx.metrics;

import app.trackx.Diagnostics;
import java.util.Map;

/**
 * The counts of a client as a JMX management interface; see {@link Diagnostics} for their meaning.
 * All attributes are read-only, and there are no operations.
 */
public interface TrackXClientMXBean {
  /**
   * Returns the state of delivery.
   *
   * @return the name of a {@link app.trackx.Diagnostics.DeliveryState}
   */
  String getDeliveryState();

  /**
   * Returns {@link Diagnostics#captured()}.
   *
   * @return a count
   */
  long getCaptured();

  /**
   * Returns {@link Diagnostics#sent()}.
   *
   * @return a count
   */
  long getSent();

  /**
   * Returns {@link Diagnostics#folded()}.
   *
   * @return a count
   */
  long getFolded();

  /**
   * Returns {@link Diagnostics#cancelled()}.
   *
   * @return a count
   */
  long getCancelled();

  /**
   * Returns {@link Diagnostics#duplicates()}.
   *
   * @return a count
   */
  long getDuplicates();

  /**
   * Returns {@link Diagnostics#dropped()}.
   *
   * @return counts above zero by the name of their {@link app.trackx.DropReason}
   */
  Map<String, Long> getDropped();

  /**
   * Returns {@link Diagnostics#totalDropped()}.
   *
   * @return a count
   */
  long getTotalDropped();

  /**
   * Returns {@link Diagnostics#pending()}.
   *
   * @return a count
   */
  long getPending();

  /**
   * Returns {@link Diagnostics#aggregating()}.
   *
   * @return a count
   */
  long getAggregating();

  /**
   * Returns {@link Diagnostics#retried()}.
   *
   * @return a count
   */
  long getRetried();

  /**
   * Returns {@link Diagnostics#spooled()}.
   *
   * @return a count
   */
  long getSpooled();

  /**
   * Returns {@link Diagnostics#recovered()}.
   *
   * @return a count
   */
  long getRecovered();

  /**
   * Returns {@link Diagnostics#restarts()}.
   *
   * @return a count
   */
  long getRestarts();

  /**
   * Returns {@link Diagnostics#pings()}.
   *
   * @return a count
   */
  long getPings();

  /**
   * Returns {@link Diagnostics#pingsDropped()}.
   *
   * @return a count
   */
  long getPingsDropped();

  /**
   * Returns {@link Diagnostics#reports()}.
   *
   * @return a count
   */
  long getReports();

  /**
   * Returns {@link Diagnostics#reportsDropped()}.
   *
   * @return a count
   */
  long getReportsDropped();
}
