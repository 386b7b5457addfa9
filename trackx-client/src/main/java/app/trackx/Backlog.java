package app.trackx;

import app.trackx.internal.delivery.Delay;
import app.trackx.internal.delivery.FlushTracker;
import app.trackx.internal.delivery.Intake;
import app.trackx.internal.delivery.TimeSource;
import app.trackx.internal.spool.SpooledEvent;
import app.trackx.transport.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the two threads of a client share: the delivery thread puts events in, the sending thread
 * takes them out and says what became of them. The queue, the gate and the numbers that a flush
 * waits for are guarded by the one lock of this object.
 *
 * <p>No user code, no network and no disk under the lock. Threads of the application never take it.
 */
final class Backlog {
  /** In place of a number: none. */
  private static final long NOTHING = -1;

  /** So often the server may fail on an event, while it takes others, before that is given up. */
  static final int MAX_FAILURES = 5;

  private final FoldingQueue queue;
  private final int mostUnfolded;
  private final ServerHealth health;
  private final VisitorPings visitors;
  private final @Nullable EventSpool spool;
  private final Counters counters;
  private final TimeSource time;

  /** How many errors of the intake are done with: queued, folded or dropped. */
  private long processed;

  /** When the ping was wanted, for a flush, and what is to go before it; later once it failed. */
  private long pingNumber = NOTHING;

  private long pingAfter;
  private @Nullable PendingEvent inFlight;
  private final List<PendingEvent> leaving = new ArrayList<>(); // evicted, and not yet on disk
  private int pingFailures;
  private long tookAtPingFailure = NOTHING;
  private boolean toDisk;
  private boolean ended;
  private @Nullable Backlog successor;

  Backlog(
      int capacity,
      ServerHealth health,
      VisitorPings visitors,
      @Nullable EventSpool spool,
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

  // ---- process worker --------------------------------------------------------------------------

  /**
   * Aggregates an error into the queued event of the same key, if there is one and more is queued than
   * could be sent at once. With budget left each error is an event of its own, which says more.
   *
   * @return true if the error was folded and is done with
   */
  synchronized boolean fold(String key, long nanos) {
    PendingEvent event = queue.waiting(key);
    if (event == null
        || isFrozen(event)
        || queue.size() < Math.min(health.budget(), mostUnfolded)) {
      return false;
    }
    event.fold(nanos);
    processed++;
    return true;
  }

  /** Whether it is on disk, or will be, where it says for how many errors it stands. */
  private static boolean isFrozen(PendingEvent event) {
    return event.file != null || event.writing;
  }

  /**
   * Queues an event, if need be in the place of another. An event that is not queued is counted as
   * dropped; either way its error is done with.
   */
  synchronized Admission admit(
      String key, OutboundEvent event, long nanos, @Nullable String visitor) {
    long number = processed++;
    if (queue.isFull()) {
      compact();
    }
    PendingEvent toWrite = null;
    if (queue.isFull()) {
      boolean toSpool = spool != null && health.isOutage();
      PendingEvent victim = queue.evict(key, toSpool);
      if (victim == null) {
        counters.dropped(DropReason.QUEUE_FULL, 1);
        return Admission.REJECTED;
      }
      if (toSpool) {
        toWrite = leave(victim) ? victim : null;
      } else {
        drop(victim, DropReason.QUEUE_FULL);
      }
    }
    long age = Math.max(0, time.nanoTime() - nanos);
    long wallMillis = time.wallMillis() - age / 1_000_000;
    queue.add(new PendingEvent(key, event, number, nanos, wallMillis, visitor));
    return toWrite == null && !toDisk ? Admission.QUEUED : new Admission(true, toWrite, toDisk);
  }

  /** Moves an event out of the queue to the disk; false if it is there, or about to be. */
  private boolean leave(PendingEvent victim) {
    victim.evicted = true;
    if (victim.file == null) {
      leaving.add(victim);
    }
    return !isFrozen(victim);
  }

  /** What {@link #admit} did. */
  static final class Admission {
    static final Admission QUEUED = new Admission(true, null, false);
    static final Admission REJECTED = new Admission(false, null, false);

    /** Whether the event is queued. */
    final boolean queued;

    /** An evicted event that the caller must have written to disk, or report as {@link #lost}. */
    final @Nullable PendingEvent toWrite;

    /** Whether the caller must have everything written that is queued. */
    final boolean writeAll;

    private Admission(boolean queued, @Nullable PendingEvent toWrite, boolean writeAll) {
      this.queued = queued;
      this.toWrite = toWrite;
      this.writeAll = writeAll;
    }
  }

  /** That could not be written. */
  synchronized void lost(PendingEvent event) {
    leaving.remove(event);
    if (!event.over) {
      drop(event, ended ? DropReason.SHUTDOWN : DropReason.QUEUE_FULL);
    }
  }

  /** Folds what was not folded while there was budget. What is on disk stays as it is. */
  private void compact() {
    if (!toDisk) {
      queue.compact();
    }
  }

  /** Notes that an error is done with for which nothing is queued. */
  synchronized void skip() {
    processed++;
  }

  // ---- the sending thread --------------------------------------------------------------------

  /** The event that may be sent now, which costs a token; null if none waits or may. */
  synchronized @Nullable PendingEvent start(boolean hurry) {
    PendingEvent lost = inFlight;
    if (lost != null) { // the thread that sent it has died
      inFlight = null;
      queue.putBack(lost, false);
    }
    if (successor != null || queue.isEmpty() || !health.tryEvent(hurry)) {
      return null;
    }
    inFlight = queue.poll();
    return inFlight;
  }

  /** When {@link #start} will return an event. */
  synchronized Delay untilStart(boolean hurry) {
    return queue.isEmpty() ? Delay.UNTIL_WOKEN : Delay.ofNanos(health.untilEvent(hurry));
  }

  /** Asks for a token for a ping; it has to wait for the events that were captured before it. */
  synchronized boolean startPing(boolean hurry) {
    return successor == null
        && pingNumber != NOTHING
        && queue.oldest(processed) >= pingAfter
        && health.tryPing(hurry);
  }

  /** When {@link #startPing} will return true: not before what was captured before the ping. */
  synchronized Delay untilPing(boolean hurry) {
    return queue.oldest(processed) >= pingAfter
        ? Delay.ofNanos(health.untilPing(hurry))
        : Delay.UNTIL_WOKEN;
  }

  /** What became of the event that was started. True if the server took it. */
  synchronized boolean answered(PendingEvent event, Outcome outcome) {
    health.record(outcome);
    inFlight = null; // not before: an Error until then leaves it to the thread's next step
    switch (outcome.kind()) {
      case SENT:
        sent(event);
        queue.heard(event.key);
        visitors.heardOf(event.visitorOn(UtcDay.of(time.wallMillis())));
        break;
      case REJECTED:
        drop(event, DropReason.REJECTED);
        break;
      case MISCONFIGURED:
        drop(event, DropReason.MISCONFIGURED);
        dropAll(DropReason.MISCONFIGURED);
        break;
      default:
        failed(event, outcome);
    }
    return outcome.kind() == Outcome.Kind.SENT;
  }

  /** It could not even be made a request of. */
  synchronized void unencodable(PendingEvent event) {
    inFlight = null;
    drop(event, DropReason.INTERNAL_ERROR);
  }

  private void failed(PendingEvent event, Outcome outcome) {
    // without an answer the network is to blame, and if the server fails on all, it is the server
    boolean answered = ServerHealth.isAnsweredFailure(outcome);
    long accepted = health.accepted();
    if (answered && event.takenAtFailure != accepted) {
      event.takenAtFailure = accepted;
      event.failures++;
    }
    if (event.failures >= MAX_FAILURES) {
      drop(event, DropReason.RETRIES_EXHAUSTED);
    } else if (ended) {
      if (event.file == null) {
        drop(event, DropReason.SHUTDOWN);
      }
    } else {
      counters.retried();
      queue.putBack(event, answered);
      compact(); // nothing goes for a while
      passOn();
    }
  }

  /** Records the outcome of a request with an event of the spool. */
  synchronized void answeredFromDisk(Outcome outcome) {
    health.record(outcome);
    if (outcome.kind() == Outcome.Kind.MISCONFIGURED) {
      dropAll(DropReason.MISCONFIGURED);
    }
  }

  /**
   * What became of a ping. True if that is done with, also for having failed too often. It never
   * costs an event anything but time: one that failed lets those go before it that wait by now.
   */
  synchronized boolean answeredPing(Outcome outcome) {
    boolean failed = outcome.kind() == Outcome.Kind.RETRY;
    health.recordPing(outcome);
    long accepted = health.accepted();
    if (failed && tookAtPingFailure != accepted) {
      tookAtPingFailure = accepted;
      pingFailures++;
    }
    boolean kept = failed || outcome.kind() == Outcome.Kind.RATE_LIMITED;
    boolean done = !kept || pingFailures >= MAX_FAILURES;
    if (done) {
      pingFailures = 0;
      tookAtPingFailure = NOTHING;
    } else {
      pingAfter = processed;
    }
    return done;
  }

  // ---- the end ---------------------------------------------------------------------------------

  /**
   * From now on all that waits and all that comes is to be on disk, the event included that is being
   * sent: whether that arrives may never be known. What is sent after all is deleted again.
   */
  synchronized void spool() {
    if (spool != null) {
      compact();
      toDisk = true;
    }
  }

  /** Nothing is sent any more, but for the event that is under way. Drops what is not on disk. */
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

  /** Whether an event is being sent at this moment. */
  synchronized boolean isSending() {
    return inFlight != null;
  }

  /** Whether no event waits or is being sent. */
  synchronized boolean isEmpty() {
    return queue.isEmpty() && inFlight == null;
  }

  private void dropAll(DropReason reason) {
    List<PendingEvent> all = new ArrayList<>(queue.all());
    queue.clear();
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
    } else if (spool != null && spool.remove(file)) { // else it was counted as lost
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

  /** What is to be on disk and is not. */
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

  /** An event is about to be written; false if it is not needed on disk, or there already. */
  synchronized boolean startWriting(PendingEvent event) {
    if (event.over || isFrozen(event)) {
      return false;
    }
    event.writing = true;
    return true;
  }

  /** An event was written to that file; to none if that failed. */
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
      spool.remove(file); // it was sent or dropped meanwhile, and counted
    }
  }

  // ---- takeover --------------------------------------------------------------------------------

  /**
   * Hands what waits over to the client that takes the place of this one, and lets it go on with the
   * token bucket and the pauses. From then on nothing is started here. What is on disk stays there
   * for the next client that looks into the directory. May be called again.
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
        queue.add(event); // until it is known whether it is on disk, where it stays
      }
      successor = next;
      health.replacedBy(next.health);
    }
  }

  /** Takes over what waits; false if this client has ended. The other's lock is held. */
  private synchronized boolean adopt(List<PendingEvent> events, Backlog other) {
    if (ended) {
      return false;
    }
    other.health.handOver(health);
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
    event.takenAtFailure = NOTHING; // which counted what the other client sent
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
    queue.add(event);
    if (toDisk && spool != null) {
      spool.writeAll(this, null);
    }
  }

  /**
   * Hands over what came back; false if no other client takes the place of this one. Sending thread,
   * while it has no event in hand.
   */
  synchronized boolean passOn() {
    Backlog next = successor;
    if (next == null) {
      return false;
    }
    PendingEvent lost = inFlight;
    if (lost != null) { // the thread that sent it has died
      inFlight = null;
      queue.putBack(lost, false);
    }
    if (!queue.isEmpty()) {
      handOver(next);
    }
    return true;
  }

  /** Whether another client sends what this one had. */
  synchronized boolean isReplaced() {
    return successor != null;
  }

  // ---- flushes ---------------------------------------------------------------------------------

  /**
   * Notes whether a ping is wanted, and so what is to go before it and which flush is to wait for it.
   *
   * @param inIntake how many wait to be processed, or are being refused at this moment
   */
  synchronized void wantPing(boolean ping, int inIntake) {
    if (!ping) {
      pingNumber = NOTHING;
    } else if (pingNumber == NOTHING) {
      pingNumber = processed + inIntake;
      pingAfter = pingNumber;
    }
  }

  /**
   * Notes that nothing waits to be processed, so that a ping does not wait for what was refused when it
   * was asked for. True if it did. Delivery thread.
   */
  synchronized boolean noticeEmptyIntake() {
    if (pingNumber == NOTHING || pingNumber <= processed) {
      return false;
    }
    pingNumber = processed;
    pingAfter = Math.min(pingAfter, processed);
    return true;
  }

  /** Looks whether a flush was asked for. Delivery thread, before it takes from the intake. */
  synchronized void notice(FlushTracker flushes, Intake<?> intake) {
    flushes.notice(processed, intake);
  }

  /** Tells a flush how far delivery has come. */
  synchronized void advance(FlushTracker flushes) {
    if (flushes.isServing()) {
      flushes.advance(processed, oldest());
    }
  }

  /** The number of what has waited longest, event or ping; that of the next one if none waits. */
  synchronized long oldest() {
    long oldest = queue.oldest(processed);
    PendingEvent sending = inFlight;
    oldest = sending == null ? oldest : Math.min(oldest, sending.number);
    return pingNumber == NOTHING ? oldest : Math.min(oldest, pingNumber - 1);
  }
}
