package app.trackx;

import app.trackx.internal.delivery.WorkerThread;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What the threads of a client let each other know, field by field. Each is volatile and written
 * seldom: the application's threads read this object with every error, and a write costs each of
 * them a cache miss.
 */
final class State {
  /** Where the client and the JVM are. */
  final Lifecycle lifecycle = new Lifecycle();

  /** Until it was sent; several pings that wait are one, as they would be to the server. */
  volatile boolean pingWanted;

  /** Whether the delivery thread knows that one is wanted, and so what is to go before it. */
  volatile boolean pingSeen;

  /** Whether somebody woke the delivery thread since it last looked at the intake. */
  volatile boolean woken;

  /** Nothing can be sent any more before the end. */
  volatile boolean hopeless;

  /** The server has asked for silence. */
  volatile boolean locked;

  /** The thread that previews an event, on which the handler runs; null if none does. */
  volatile @Nullable Thread previewing;

  /** The client that takes the place of this one; null if none does. */
  volatile @Nullable Takeover givesTo;

  /** The client whose place this one takes, until that has ended; null if there is none. */
  volatile @Nullable Takeover takesFrom;

  /** Where to note what the next client of the endpoint is to know; null if none may come. */
  volatile @Nullable LastClosed remembersIn;

  /** What a client that was closed before knew; null once the stages know it. */
  volatile @Nullable LastClosed recalls;

  /** Made with the first visitor's ping. */
  volatile @Nullable Visitors visitors;

  /** Made by the delivery thread when it first runs, before {@link #pipeline}. */
  volatile @Nullable WorkerThread sending;

  /** Made by the delivery thread when it first runs. */
  volatile @Nullable Pipeline pipeline;

  /** The way in of visitors. Any thread; no lock, so one may be made in vain. */
  Visitors visitors() {
    Visitors known = visitors;
    if (known == null) {
      Visitors made = new Visitors();
      known = Creation.VISITORS.compareAndSet(this, null, made) ? made : visitors;
    }
    return Objects.requireNonNull(known);
  }

  /** Whether another client takes over what this one has pending. */
  boolean isReplaced(long now) {
    Takeover takeover = givesTo;
    return takeover != null && takeover.heir(now) != null;
  }

  /** Whether a client whose place this one takes has not handed over all yet. */
  boolean isTakingOver() {
    Takeover takeover = takesFrom;
    return takeover != null && takeover.isUnderWay();
  }

  /** Of its own, since an updater loads the classes of all fields, which set-up does not need. */
  private static final class Creation {
    static final AtomicReferenceFieldUpdater<State, Visitors> VISITORS =
        AtomicReferenceFieldUpdater.newUpdater(State.class, Visitors.class, "visitors");
  }
}
