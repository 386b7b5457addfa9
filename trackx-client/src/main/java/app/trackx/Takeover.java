package app.trackx;

import app.trackx.internal.delivery.WorkerThread;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client of an endpoint takes the place of another. The server counts requests by address and not
 * by client, so the new one takes over the token bucket and the pauses, and with them what waits.
 *
 * <p>The old client sends nothing more but the request that is under way. Its delivery thread makes
 * events of the errors that it captured, with its own handler, and hands over each; it ends when
 * nothing is left. The new client makes its stages on its own delivery thread, as always, and takes
 * over before it sends anything. Until the old one has ended, the new one has something pending: its
 * flush, its close and the end of the JVM wait for it.
 *
 * <p>Clients may be replaced faster than they take over; they form a line, and what is handed over
 * goes to its end. Locks are always taken from the older to the newer.
 */
final class Takeover {
  /**
   * So long the old client waits for the new one's stages, at least, however short its shutdown
   * timeout: nobody waits for it meanwhile.
   */
  static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final State from;
  private final Delivery to;

  private Takeover(State from, Delivery to) {
    this.from = from;
    this.to = to;
  }

  /** Links two clients, before anything can be captured by the new one. */
  static void prepare(State from, Delivery to) {
    Takeover takeover = new Takeover(from, to);
    to.state().takesFrom = takeover;
    from.givesTo = takeover;
  }

  /** Whether the old client has not handed over all yet. */
  boolean isUnderWay() {
    return !from.lifecycle.hasEnded();
  }

  /** The client at the end of the line; null if it has ended, or its stages do not come in time. */
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
   * Takes over from all clients in front that have stages; those that have none yet will hand over
   * by themselves. Delivery thread of the new client, before anything is sent.
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

  /** Hands over what waits by now. Delivery thread of the old client. */
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

  /** The old client has ended: nothing may hold it any more, nor it the new one. */
  void ended() {
    from.givesTo = null;
    State next = to.state();
    if (next.takesFrom == this) {
      next.takesFrom = null;
    }
    to.lookAgain();
  }
}
