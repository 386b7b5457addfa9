package app.trackx;

import app.trackx.internal.delivery.WorkerThread;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The handover from one client of an endpoint to the client that replaces it. The server counts
 * requests by address and not by client, so the new client takes over the token bucket and the
 * pauses, and with them the pending events.
 *
 * <p>The old client sends nothing more except the request in progress. Its processing thread turns
 * its captured errors into events, with its own handler, and hands each over; it ends when nothing
 * is left. The new client creates its pipeline on its own processing thread, as always, and takes
 * over before it sends anything. Until the old client has ended, the new one counts as having
 * something pending: its flush, its close and the shutdown hook wait for it.
 *
 * <p>Clients may be replaced faster than they take over. They then form a line, and events are
 * handed to its last client. Locks are always acquired from the older client to the newer.
 */
final class Takeover {
  /**
   * The minimum time for which the old client waits for the new one's pipeline, however short its
   * shutdown timeout: no thread blocks on it meanwhile.
   */
  static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final State from;
  private final Delivery to;

  private Takeover(State from, Delivery to) {
    this.from = from;
    this.to = to;
  }

  /** Links two clients, before the new one can capture anything. */
  static void prepare(State from, Delivery to) {
    Takeover takeover = new Takeover(from, to);
    to.state().takesFrom = takeover;
    from.givesTo = takeover;
  }

  /** Returns true while the old client has not handed over everything. */
  boolean isUnderWay() {
    return !from.lifecycle.hasEnded();
  }

  /**
   * Returns the last client of the line; null if it has ended, or if its pipeline is not created in
   * time.
   */
  @Nullable
  Delivery heir(long now) {
    Delivery heir = to;
    Takeover further = heir.state().givesTo;
    while (further != null) {
      heir = further.to;
      further = heir.state().givesTo;
    }
    boolean late = heir.state().pipeline == null && now - from.lifecycle.deadline() >= 0;
    return late || heir.state().lifecycle.hasEnded() ? null : heir;
  }

  /**
   * Takes over from all preceding clients that have a pipeline; those that have none yet will hand
   * over by themselves. Processing thread of the new client, before anything is sent.
   */
  void pull(Pipeline stages) {
    Takeover takeover = this;
    while (takeover != null) {
      Pipeline old = takeover.from.pipeline;
      if (old != null) {
        old.handOver(stages);
      }
      takeover = takeover.from.takesFrom;
    }
    if (from.lifecycle.hasEnded()) {
      to.state().takesFrom = null;
    }
  }

  /** Hands over the events queued so far. Processing thread of the old client. */
  void push(Pipeline old, long now) {
    Delivery heir = heir(now);
    if (heir == null) {
      return;
    }
    Pipeline stages = heir.state().pipeline;
    if (stages == null) {
      heir.wake();
      return;
    }
    old.handOver(stages);
    if (from.pingWanted) {
      from.pingWanted = false;
      heir.ping();
    }
    WorkerThread sending = heir.state().sending;
    if (sending != null) {
      sending.wake();
    }
  }

  /** Unlinks the clients after the old one has ended, so that neither keeps the other reachable. */
  void ended() {
    from.givesTo = null;
    State next = to.state();
    if (next.takesFrom == this) {
      next.takesFrom = null;
    }
    to.lookAgain();
  }
}
