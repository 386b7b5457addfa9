package app.trackx;

import app.trackx.internal.delivery.LastClosed;
import app.trackx.internal.delivery.Lifecycle;
import app.trackx.internal.jvm.TimeSource;
import app.trackx.internal.settings.Endpoint;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a client takes over from the one before it and hands over to the next one of the same
 * endpoint. The server counts requests by address and not by client, so the next client takes over
 * the token bucket and the pauses, and with them the pending events.
 *
 * <p>A client that is replaced sends nothing more except the request in progress. Its processing
 * thread turns its captured errors into events, with its own handler, and hands each over; it ends
 * when nothing is left. The new client creates its pipeline on its own processing thread, as
 * always, and takes over before it sends anything. Until the old client has ended, the new one
 * counts as having something pending: its flush, its close and the shutdown hook wait for it.
 *
 * <p>Clients may be replaced faster than they take over. They then form a line, and events are
 * handed to its last client. Locks are always acquired from the older client to the newer.
 *
 * <p>After a client that was closed and not replaced, the next one restores the state of the server
 * from a {@link LastClosed}.
 */
final class Handover {
  /**
   * The minimum time for which the old client waits for the new one's pipeline, however short its
   * shutdown timeout: no thread blocks on it meanwhile.
   */
  static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Lifecycle lifecycle;
  private final Inbox inbox;
  private final Workers workers;
  private final Counters counters;
  private final TimeSource time;

  /** The client that replaces this one; null if there is none, or once this one has ended. */
  private volatile @Nullable Handover next;

  /** The client that this one replaces, until that has ended; null if there is none. */
  private volatile @Nullable Handover previous;

  /** The state to record for the next client of the endpoint; null if there is none to expect. */
  private volatile @Nullable LastClosed recordsTo;

  /** The state of a client that was closed before; null once the pipeline has adopted it. */
  private volatile @Nullable LastClosed restoresFrom;

  Handover(Lifecycle lifecycle, Inbox inbox, Workers workers, Counters counters, TimeSource time) {
    this.lifecycle = lifecycle;
    this.inbox = inbox;
    this.workers = workers;
    this.counters = counters;
    this.time = time;
  }

  // ---- to a client that replaces this one ------------------------------------------------------

  /** Links this client to the one that replaces it, before that can capture anything. */
  void prepare(Handover successor) {
    successor.previous = this;
    next = successor;
  }

  /** Returns true if another client was prepared to replace this one, which has not ended. */
  boolean isPrepared() {
    return next != null;
  }

  /** Returns true if another client takes over this one's pending events. */
  boolean isReplaced() {
    return heir() != null;
  }

  /**
   * Returns the last client of the line; null if there is none, if it has ended, or if its pipeline
   * is not created in time.
   */
  private @Nullable Handover heir() {
    Handover heir = next;
    if (heir == null) {
      return null;
    }
    Handover further = heir.next;
    while (further != null) {
      heir = further;
      further = heir.next;
    }
    boolean late = heir.workers.pipeline() == null && time.nanoTime() - lifecycle.deadline() >= 0;
    return late || heir.lifecycle.hasEnded() ? null : heir;
  }

  /** Hands over the events queued so far. Processing thread of the old client. */
  void push(Pipeline stages) {
    Handover heir = heir();
    if (heir == null) {
      return;
    }
    Pipeline others = heir.workers.pipeline();
    if (others == null) {
      heir.workers.wake();
      return;
    }
    stages.handOver(others);
    if (inbox.ping.take()) {
      if (heir.lifecycle.isOpen()) {
        heir.inbox.ping.request();
        heir.workers.ensureProcessing();
      } else {
        counters.pingsDropped(1);
      }
    }
    heir.workers.wakeSending();
  }

  /** Unlinks the clients after the old one has ended, so that neither keeps the other reachable. */
  void end() {
    Handover successor = next;
    next = null;
    previous = null;
    if (successor != null) {
      if (successor.previous == this) {
        successor.previous = null;
      }
      successor.lookAgain();
    }
  }

  /** The client that this one replaces has ended. */
  private void lookAgain() {
    if (inbox.flushes.isAsked() || lifecycle.isLast()) {
      workers.tryToWake();
    }
    inbox.flushes.signal();
  }

  // ---- from the client that this one replaces --------------------------------------------------

  /** Returns true until the client that this one replaces has ended and was unlinked. */
  boolean hasPrevious() {
    return previous != null;
  }

  /** Returns true while a client that this one replaces has not handed over everything. */
  boolean isTakingOver() {
    Handover before = previous;
    return before != null && !before.lifecycle.hasEnded();
  }

  /**
   * Takes over from all preceding clients that have a pipeline; those that have none yet will hand
   * over by themselves. Does nothing if this client is replaced itself. Processing thread of the
   * new client, before anything is sent.
   */
  void pull(Pipeline stages) {
    Handover first = previous;
    if (first == null || next != null) {
      return;
    }
    for (Handover before = first; before != null; before = before.previous) {
      Pipeline others = before.workers.pipeline();
      if (others != null) {
        others.handOver(stages);
      }
    }
    if (first.lifecycle.hasEnded()) {
      previous = null;
    }
  }

  // ---- without a replacement -------------------------------------------------------------------

  /** Lets this client, which is not published yet, continue from the state of a closed one. */
  void restoreFrom(LastClosed last) {
    restoresFrom = last;
  }

  /** Applies the state of the closed client to the new pipeline. Before it is published. */
  void restore(ServerHealth health) {
    LastClosed before = restoresFrom;
    if (before != null) {
      health.restore(before);
    }
  }

  /** The pipeline was published: from now on it records what this client knows. */
  void restored() {
    restoresFrom = null;
  }

  /** Returns the state that this client, which is about to be closed, leaves to the next one. */
  LastClosed remember(Endpoint endpoint) {
    LastClosed memory = LastClosed.of(endpoint.identity(), restoresFrom);
    recordsTo = memory;
    return memory;
  }

  /** Keeps the state up to date from now on, if there is a next client to expect. */
  void record(ServerHealth health) {
    health.recordIn(recordsTo);
  }
}
