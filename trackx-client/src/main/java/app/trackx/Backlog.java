package app.trackx;

import app.trackx.internal.delivery.Delay;
import app.trackx.internal.delivery.FlushTracker;
import app.trackx.internal.jvm.TimeSource;
import app.trackx.internal.session.UtcDay;
import app.trackx.internal.spool.SpooledEvent;
import app.trackx.transport.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The data shared by a client's two threads: the processing thread adds events, the sending thread
 * removes them and reports their outcomes. One lock, of this object, guards the queue and the numbers
 * that a flush waits for.
 *
 * <p>No user code, network or disk access under the lock. Application threads never acquire it, but
 * for those of the JVM's shutdown.
 */
final class Backlog {
  /** Instead of a number: none. */
  private static final long NOTHING = -1;

  private final FoldingQueue queue;
  private final int mostUnfolded;
  private final ServerHealth health;
  private final VisitorPings visitors;
  private final @Nullable Files spool;
  private final Counters counters;
  private final TimeSource time;

  /** The number of captured errors that were queued, folded or dropped. */
  private long processed;

  private @Nullable PendingEvent inFlight;
  private boolean sendsFile;
  private final List<PendingEvent> leaving = new ArrayList<>(); // evicted, and not yet on disk
  private boolean toDisk;
  private boolean ended;
  private @Nullable Backlog successor;

  Backlog(
      int capacity,
      ServerHealth health,
      VisitorPings visitors,
      @Nullable Files spool,
      Counters counters,
      TimeSource time) {
    this.queue = new FoldingQueue(capacity);
    this.mostUnfolded = Math.max(1, capacity / 4);
    this.health = health;
    this.visitors = visitors;
    this.spool = spool;
    this.counters = counters;
    this.time = time;
  }

  /** The files of queued events; what Backlog needs of an {@link EventSpool}. */
  interface Files {
    /** Deletes a file that is no longer needed; false if it was lost before, and counted then. */
    boolean remove(SpooledEvent file);

    /** Writes all queued events, then runs {@code then}. Does not block. */
    void writeAll(Backlog backlog, @Nullable Runnable then);
  }

  // ---- processing thread -----------------------------------------------------------------------

  /**
   * Aggregates an error into the queued event of the same key, if there is one and the errors are
   * not kept apart.
   *
   * @param explicit whether the application sent it by hand
   * @return true if the error was folded and is done with
   */
  synchronized boolean fold(String key, long nanos, boolean explicit) {
    queue.occurred(key, time.nanoTime());
    PendingEvent event = queue.waiting(key);
    if (event == null || isFrozen(event) || keepsApart(explicit)) {
      return false;
    }
    event.fold(nanos);
    processed++;
    countAggregating();
    return true;
  }

  /**
   * Returns true if each error is an event of its own, which says more. That of an error sent by
   * hand is, while at least half of the budget is left and no request was refused lately; without a
   * rate limit, that of any error.
   */
  private boolean keepsApart(boolean explicit) {
    return (explicit ? health.isAmple() : health.isUnlimited())
        && queue.size() < Math.min(health.budget(), mostUnfolded);
  }

  /** Returns true if the event is on disk or being written, where its number of errors is fixed. */
  private static boolean isFrozen(PendingEvent event) {
    return event.file != null || event.writing;
  }

  /**
   * Queues an event, if need be in place of another one. If the new event itself is dropped, it is
   * counted.
   */
  synchronized Admission admit(
      String key, OutboundEvent event, long nanos, @Nullable String visitor, boolean explicit) {
    long age = Math.max(0, time.nanoTime() - nanos);
    long wallMillis = time.wallMillis() - age / 1_000_000;
    // before anything changes: there may be no memory for it
    PendingEvent added = new PendingEvent(key, event, processed, nanos, wallMillis, visitor);
    if (queue.isFull()) {
      compact();
    }
    Admission admission = toDisk ? new Admission(true, null, true) : Admission.QUEUED;
    if (queue.isFull()) {
      boolean toSpool = spool != null && health.isOutage();
      PendingEvent victim = queue.evict(key, toSpool);
      if (victim == null) {
        counters.dropped(DropReason.QUEUE_FULL, 1);
        processed++;
        return Admission.REJECTED;
      }
      if (!toSpool) {
        drop(victim, DropReason.QUEUE_FULL);
      } else if (leave(victim)) {
        admission = new Admission(true, victim, toDisk);
      }
    }
    if (!keepsApart(explicit)) {
      long now = time.nanoTime();
      added.dueNanos = now + queue.untilDue(key, now);
    }
    place(added);
    processed++; // last: if this fails, the caller counts the error with skip()
    return admission;
  }

  private void place(PendingEvent event) {
    event.owner = this;
    if (event.dueNanos - time.nanoTime() > 0 && !toDisk) {
      queue.addOpen(event);
    } else {
      queue.add(event);
    }
    countAggregating();
  }

  /** Moves an event out of the queue to the disk; false if it is there, or about to be. */
  private boolean leave(PendingEvent victim) {
    victim.evicted = true;
    if (victim.file == null) {
      leaving.add(victim);
    }
    return !isFrozen(victim);
  }

  /** The result of {@link #admit}. */
  static final class Admission {
    static final Admission QUEUED = new Admission(true, null, false);
    static final Admission REJECTED = new Admission(false, null, false);

    /** False if the event was dropped. */
    final boolean queued;

    /** An evicted event that the caller must spool or report as {@link #lost}; null for none. */
    final @Nullable PendingEvent toWrite;

    /** True if the caller must spool all queued events. */
    final boolean writeAll;

    private Admission(boolean queued, @Nullable PendingEvent toWrite, boolean writeAll) {
      this.queued = queued;
      this.toWrite = toWrite;
      this.writeAll = writeAll;
    }
  }

  /** Drops an evicted event that could not be written. */
  synchronized void lost(PendingEvent event) {
    leaving.remove(event);
    if (!event.over) {
      drop(event, ended ? DropReason.SHUTDOWN : DropReason.QUEUE_FULL);
    }
  }

  /** Folds events that were kept apart while there was budget. Events on disk stay unchanged. */
  private void compact() {
    if (!toDisk) {
      queue.compact();
      countAggregating();
    }
  }

  /** Counts an error as processed for which no event is queued. */
  synchronized void skip() {
    processed++;
  }

  // ---- the sending thread --------------------------------------------------------------------

  /** Returns the event to send now, for one token; null if none is queued or allowed. */
  synchronized @Nullable PendingEvent start(boolean hurry) {
    recover();
    long now = time.nanoTime();
    queue.closeDue(now);
    if (queue.isIdle() || !health.tryEvent(hurry, queue.isNextARepeat())) {
      return null;
    }
    inFlight = queue.poll(now, health.repeatInterval());
    countAggregating();
    return inFlight;
  }

  /** Closes all open aggregates, since someone waits for them or there is no later. */
  synchronized void closeAggregates() {
    queue.closeAll();
    countAggregating();
  }

  private void countAggregating() {
    counters.aggregating(queue.aggregating());
  }

  /** Puts back the event whose sending thread died. The sending thread, while it sends none. */
  private void recover() {
    PendingEvent lost = inFlight;
    if (lost != null) {
      inFlight = null;
      queue.putBack(lost, false);
    }
  }

  /** Returns when {@link #start} will return an event. */
  synchronized Delay untilStart(boolean hurry) {
    return queue.isIdle()
        ? queue.untilDue(time.nanoTime())
        : Delay.ofNanos(health.untilEvent(hurry, queue.isNextARepeat()));
  }

  /** Applies the outcome of the started event. Returns true if the server accepted it. */
  synchronized boolean answered(PendingEvent event, Outcome outcome) {
    health.record(outcome);
    inFlight = null; // not before: after an Error, the thread's next step recovers the event
    // a switch over an enum would load one more class
    if (outcome.kind() == Outcome.Kind.SENT) {
      sent(event);
      queue.markReceived();
      visitors.removeFor(event.visitorOn(UtcDay.of(time.wallMillis())));
    } else if (outcome.kind() == Outcome.Kind.REJECTED) {
      drop(event, DropReason.REJECTED);
    } else if (outcome.kind() == Outcome.Kind.MISCONFIGURED) {
      drop(event, DropReason.MISCONFIGURED);
      dropAll(DropReason.MISCONFIGURED);
    } else {
      failed(event, outcome);
    }
    return outcome.kind() == Outcome.Kind.SENT;
  }

  /** Drops an event that could not be encoded. */
  synchronized void unencodable(PendingEvent event) {
    inFlight = null;
    drop(event, DropReason.INTERNAL_ERROR);
  }

  private void failed(PendingEvent event, Outcome outcome) {
    // without a response the network is at fault, and if all events fail, the server is
    boolean answered = ServerHealth.isAnsweredFailure(outcome);
    long requests = health.processedRequests();
    if (answered && event.processedAtFailure != requests) {
      event.processedAtFailure = requests;
      event.failures++;
    }
    if (event.failures >= ServerHealth.MAX_FAILURES) {
      drop(event, DropReason.RETRIES_EXHAUSTED);
    } else if (ended) {
      if (event.file == null) {
        drop(event, DropReason.SHUTDOWN);
      }
    } else {
      counters.retried();
      queue.putBack(event, answered);
      compact(); // nothing is sent for a while
      forwardToSuccessor();
    }
  }

  /**
   * Takes a token for an event of the spool, whose file is in use until {@link #finishFile}. False
   * if it may not be sent now, or if it is for the next client.
   */
  synchronized boolean startFile() {
    sendsFile = !ended && health.tryEvent(false, false);
    return sendsFile;
  }

  /** The file of the started event is deleted, or stays. */
  synchronized void finishFile() {
    sendsFile = false;
  }

  /** Records the outcome of a request with an event of the spool. */
  synchronized void answeredFromDisk(Outcome outcome) {
    health.record(outcome);
    if (outcome.kind() == Outcome.Kind.MISCONFIGURED) {
      dropAll(DropReason.MISCONFIGURED);
    }
  }

  // ---- shutdown --------------------------------------------------------------------------------

  /**
   * From now on, spools all queued and later events, including the one being sent, which may never
   * be confirmed. Files of events that are sent after all are deleted.
   */
  synchronized void spool() {
    if (spool != null) {
      compact();
      toDisk = true;
    }
  }

  /** Stops sending, except for the event in flight. Drops events that are not on disk. */
  synchronized void end() {
    spool();
    ended = true;
    health.end();
    dropAll(DropReason.SHUTDOWN);
    for (PendingEvent event : leaving) {
      drop(event, DropReason.SHUTDOWN);
    }
    leaving.clear();
    visitors.end();
  }

  /** Returns true while an event is being sent. After the end, none is started. */
  synchronized boolean isSending() {
    return inFlight != null || sendsFile;
  }

  /** Returns true if no event is queued or being sent. */
  synchronized boolean isEmpty() {
    return queue.isEmpty() && inFlight == null;
  }

  /** Returns true if no event is due or being sent. */
  synchronized boolean isIdle() {
    return queue.isIdle() && inFlight == null;
  }

  private void dropAll(DropReason reason) {
    List<PendingEvent> all = new ArrayList<>(queue.all());
    queue.clear();
    countAggregating();
    for (PendingEvent event : all) {
      if (event.file == null) {
        drop(event, reason);
      }
    }
  }

  private void sent(PendingEvent event) {
    event.over = true;
    SpooledEvent file = event.file;
    if (file == null) {
      counters.sent(event.errors);
    } else if (spool != null && spool.remove(file)) { // otherwise it was counted as lost
      counters.unspooled(file.errors());
      counters.sent(event.errors);
    }
  }

  private void drop(PendingEvent event, DropReason reason) {
    event.over = true;
    SpooledEvent file = event.file;
    if (file == null) {
      counters.dropped(reason, event.errors);
    } else if (spool != null && spool.remove(file)) {
      counters.unspooled(file.errors());
      counters.dropped(reason, event.errors);
    }
  }

  // ---- the disk thread -------------------------------------------------------------------------

  /** Returns the events that must be on disk and are not. */
  synchronized List<PendingEvent> unwritten() {
    List<PendingEvent> all = new ArrayList<>();
    if (inFlight != null && toDisk) {
      all.add(inFlight);
    }
    if (toDisk) {
      all.addAll(queue.all());
    }
    return all;
  }

  /**
   * Marks an event as being written; returns false if it is not needed on disk or already there, or
   * if another client has taken it over.
   */
  synchronized boolean startWriting(PendingEvent event) {
    if (event.over || isFrozen(event) || event.owner != this) {
      return false;
    }
    event.writing = true;
    return true;
  }

  /** Records the file of a written event; null if writing failed. */
  synchronized void written(PendingEvent event, @Nullable SpooledEvent file) {
    event.writing = false;
    leaving.remove(event);
    if (file == null) {
      if (event.evicted && !event.over) {
        lost(event);
      }
    } else if (!event.over) {
      event.file = file;
      counters.spooled(event.errors);
    } else if (spool != null) {
      spool.remove(file); // the event was sent or dropped meanwhile, and counted
    }
  }

  // ---- takeover --------------------------------------------------------------------------------

  /**
   * Hands queued events over to the client that replaces this one, together with the token bucket
   * and the pauses. From then on nothing is started here. Events on disk stay there for the next
   * client that reads the directory. May be called again.
   */
  synchronized void handOver(Backlog next) {
    List<PendingEvent> free = new ArrayList<>();
    List<PendingEvent> writing = new ArrayList<>();
    for (PendingEvent event : queue.all()) {
      (event.writing ? writing : free).add(event);
    }
    if (next.adopt(free, this)) {
      queue.clear();
      for (PendingEvent event : writing) {
        queue.add(event); // until the write has finished; an event on disk stays there
      }
      countAggregating();
      successor = next;
      health.replacedBy(next.health);
    }
  }

  /**
   * Adopts queued events; returns false if this client has ended. The caller holds the other's
   * lock.
   */
  private synchronized boolean adopt(List<PendingEvent> events, Backlog other) {
    if (ended) {
      return false;
    }
    other.health.handOver(health);
    queue.learn(other.queue);
    for (PendingEvent event : events) {
      if (event.file == null) {
        counters.takeOver(other.counters, event.errors);
        adopt(event);
      }
    }
    return true;
  }

  private void adopt(PendingEvent event) {
    event.number =
        processed - 1; // as if it were the last that was taken: a flush is to wait for it
    event.processedAtFailure = NOTHING; // which counted what the other client sent
    if (queue.isFull()) {
      compact();
    }
    if (queue.isFull()) {
      PendingEvent victim = queue.evict(event.key, false);
      drop(victim == null ? event : victim, DropReason.QUEUE_FULL);
      if (victim == null) {
        return;
      }
    }
    place(event);
    if (toDisk && spool != null) {
      spool.writeAll(this, null);
    }
  }

  /**
   * Hands returned events over; returns false if no client replaces this one. Sending thread, while
   * it is not sending an event.
   */
  synchronized boolean forwardToSuccessor() {
    Backlog next = successor;
    if (next == null) {
      return false;
    }
    recover();
    if (!queue.isEmpty()) {
      handOver(next);
    }
    return true;
  }

  // ---- flushes ---------------------------------------------------------------------------------

  /** Returns the number of captured errors that were queued, folded or dropped. */
  synchronized long processed() {
    return processed;
  }

  /** Reports the progress of delivery to a flush. */
  synchronized void advance(FlushTracker flushes, ApplicationPing ping) {
    if (flushes.isServing()) {
      flushes.advance(processed, ping.oldest(oldest()));
    }
  }

  /** Returns the number of the oldest event that is not sent; that of the next one if there is none. */
  synchronized long oldest() {
    return orInFlight(queue.oldest(processed));
  }

  /** Returns the same without the open aggregates. */
  synchronized long oldestDue() {
    return orInFlight(queue.oldestDue(processed));
  }

  private long orInFlight(long oldest) {
    PendingEvent sending = inFlight;
    return sending == null ? oldest : Math.min(oldest, sending.number);
  }
}
