package app.trackx;

import app.trackx.internal.delivery.WorkerThread;
import app.trackx.internal.session.Visitors;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The shared state of a client's threads. Each field is volatile and rarely written: application
 * threads read this object for every error, and a write costs each of them a cache miss.
 */
final class State {
  /** Where the client and the JVM are. */
  final Lifecycle lifecycle = new Lifecycle();

  /**
   * True until the requested ping was sent. Several requested pings are one, as they would be to
   * the server.
   */
  volatile boolean pingWanted;

  /**
   * True once the processing thread has seen the requested ping, and so knows which events precede
   * it.
   */
  volatile boolean pingSeen;

  /** True if the processing thread was woken since it last checked the intake. */
  volatile boolean woken;

  /** True if nothing more can be sent before shutdown. */
  volatile boolean hopeless;

  /** True while the server rate-limits this client. */
  volatile boolean locked;

  /** The thread that runs the handler for a preview; null if there is none. */
  volatile @Nullable Thread previewing;

  /** The handover to the client that replaces this one; null if there is none. */
  volatile @Nullable Takeover givesTo;

  /**
   * The handover from the client that this one replaces, until that has ended; null if there is
   * none.
   */
  volatile @Nullable Takeover takesFrom;

  /** The state to record for the next client of the endpoint; null if there is none to expect. */
  volatile @Nullable LastClosed recordsTo;

  /** The state of a client that was closed before; null once the pipeline has adopted it. */
  volatile @Nullable LastClosed restoresFrom;

  /** Created with the first visitor's ping. */
  volatile @Nullable Visitors visitors;

  /** Created by the processing thread on its first run, before {@link #pipeline}. */
  volatile @Nullable WorkerThread sending;

  /** Created by the processing thread on its first run. */
  volatile @Nullable Pipeline pipeline;

  /**
   * Returns the intake of visitors, creating it if needed. Any thread; without a lock, so a
   * redundant one may be created and discarded.
   */
  Visitors visitors() {
    Visitors known = visitors;
    if (known == null) {
      Visitors made = new Visitors();
      known = Creation.VISITORS.compareAndSet(this, null, made) ? made : visitors;
    }
    return Objects.requireNonNull(known);
  }

  /** Returns true if another client takes over this one's pending events. */
  boolean isReplaced(long now) {
    Takeover takeover = givesTo;
    return takeover != null && takeover.heir(now) != null;
  }

  /** Returns true while a client that this one replaces has not handed over everything. */
  boolean isTakingOver() {
    Takeover takeover = takesFrom;
    return takeover != null && takeover.isUnderWay();
  }

  /**
   * A class of its own, since an updater loads the classes of all fields, which set-up does not
   * need.
   */
  private static final class Creation {
    static final AtomicReferenceFieldUpdater<State, Visitors> VISITORS =
        AtomicReferenceFieldUpdater.newUpdater(State.class, Visitors.class, "visitors");
  }
}
