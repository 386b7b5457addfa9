package app.trackx.metrics;

import app.trackx.Diagnostics;
import app.trackx.DropReason;
import app.trackx.TrackXClient;
import java.util.Map;
import java.util.TreeMap;

/** The management interface of one client. */
final class ClientBean implements TrackXClientMXBean {
  private final TrackXClient client;

  ClientBean(TrackXClient client) {
    this.client = client;
  }

  private Diagnostics now() {
    return client.diagnostics();
  }

  @Override
  public String getDeliveryState() {
    return client.deliveryState().name();
  }

  @Override
  public long getCaptured() {
    return now().captured();
  }

  @Override
  public long getSent() {
    return now().sent();
  }

  @Override
  public long getFolded() {
    return now().folded();
  }

  @Override
  public long getCancelled() {
    return now().cancelled();
  }

  @Override
  public long getDuplicates() {
    return now().duplicates();
  }

  @Override
  public Map<String, Long> getDropped() {
    Map<String, Long> byName = new TreeMap<>();
    for (Map.Entry<DropReason, Long> entry : now().dropped().entrySet()) {
      byName.put(entry.getKey().name(), entry.getValue());
    }
    return byName;
  }

  @Override
  public long getTotalDropped() {
    return now().totalDropped();
  }

  @Override
  public long getPending() {
    return now().pending();
  }

  @Override
  public long getAggregating() {
    return now().aggregating();
  }

  @Override
  public long getRetried() {
    return now().retried();
  }

  @Override
  public long getSpooled() {
    return now().spooled();
  }

  @Override
  public long getRecovered() {
    return now().recovered();
  }

  @Override
  public long getRestarts() {
    return now().restarts();
  }

  @Override
  public long getPings() {
    return now().pings();
  }

  @Override
  public long getPingsDropped() {
    return now().pingsDropped();
  }

  @Override
  public long getReports() {
    return now().reports();
  }

  @Override
  public long getReportsDropped() {
    return now().reportsDropped();
  }
}
