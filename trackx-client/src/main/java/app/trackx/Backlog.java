package app.trackx;

import app.trackx.internal.delivery.FlushTracker;
import app.trackx.internal.delivery.Intake;
import app.trackx.internal.delivery.SendGate;
import app.trackx.internal.delivery.TimeSource;
import app.trackx.internal.spool.SpooledEvent;
import app.trackx.transport.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The data shared by a client's two threads: the processing thread adds events, the sending thread
 * removes them and reports their outcomes. One lock, of this object, guards the queue, the gate and
 * the numbers that a flush waits for.
 *
 * <p>No user code, network or disk access under the lock. Application threads never acquire it.
 */
final class Backlog {
  /** Instead of nanoseconds: nothing is queued. */
  static final long NOTHING = -1;

  /** How often sending an event may fail, while others are accepted, before it is dropped. */
  static final int MAX_FAILURES = 5;

  /**
   * At shutdown, two requests without a response are enough to consider the server down; one may be
   * due to a stale connection. A failure response counts less.
   */
  private static final int OUT = 6;

  private static final int STRIKE_WITHOUT = 3;
  private static final int STRIKE_WITH_ANSWER = 1;

  private final FoldingQueue queue;
  private final int mostUnfolded;
  private final SendGate gate;
  private final @Nullable EventSpool spool;
  private final Counters counters;
  private final TimeSource time;

  private long taken;

  /**
   * The ping's number for a flush, and the number of the first event that may follow it, which a
   * failure raises.
   */
  private long pingNumber = NOTHING;

  private long pingAfter;
  private @Nullable PendingEvent inFlight;
  private @Nullable PendingEvent evicted;
  private final List<PendingEvent> leaving = new ArrayList<>(); // evicted and not yet on disk
  private long processedRequests;
  private int pingFailures;
  private long processedAtPingFailure = NOTHING;
  private @Nullable VisitorQueue visitors; // created for the first ping
  private @Nullable VisitorPing visitorInFlight;
  private long refusedVisitorsOn = NOTHING;
  private boolean refused;
  private boolean atEnd;
  private boolean toDisk;
  private boolean ended;
  private int strikes;
  private @Nullable Backlog successor;
  private @Nullable LastClosed lastClosed;

  Backlog(
      int capacity, SendGate gate, @Nullable EventSpool spool, Counters counters, TimeSource time) {
    this.queue = new FoldingQueue(capacity);
    this.mostUnfolded = Math.max(1, capacity / 4);
    this.gate = gate;
    this.spool = spool;
    this.counters = counters;
    this.time = time;
  }

  // ---- the processing thread -----------------------------------------------------------------

  /** Returns true while the server rejects everything, until the next attempt succeeds. */
  synchronized boolean isRefusing() {
    return refused && successor == null && gate.isPausing();
  }

  /**
   * Folds an error into the queued event of the same key, if there is one and more events are
   * queued than can be sent at once. With budget left, each error is an event of its own, which
   * carries more detail.
   */
  synchronized boolean fold(String key, long nanos) {
    PendingEvent event = queue.waiting(key);
    if (event == null || isFrozen(event) || queue.size() < Math.min(gate.budget(), mostUnfolded)) {
      return false;
    }
    event.fold(nanos);
    return true;
  }

  /** Returns true if the event is on disk or being written, where its number of errors is fixed. */
  private static boolean isFrozen(PendingEvent event) {
    return event.file != null || event.writing;
  }

  /**
   * Makes room for an event with this key; returns false if the new event itself is dropped and
   * counted.
   */
  synchronized boolean makeRoom(String key) {
    if (queue.isFull()) {
      compact();
    }
    if (!queue.isFull()) {
      return true;
    }
    boolean toSpool = spool != null && gate.isOutage();
    PendingEvent victim = queue.evict(key, toSpool);
    if (victim == null) {
      counters.dropped(DropReason.QUEUE_FULL, 1);
    } else if (toSpool) {
      leave(victim);
    } else {
      drop(victim, DropReason.QUEUE_FULL);
    }
    return victim != null;
  }

  private void leave(PendingEvent victim) {
    victim.evicted = true;
    if (victim.file == null) {
      leaving.add(victim);
    }
    if (!isFrozen(victim)) {
      evicted = victim;
    }
  }

  /**
   * Returns the event that {@link #makeRoom} evicted and that must be written to disk without this
   * lock; null if there is none.
   */
  synchronized @Nullable PendingEvent evicted() {
    PendingEvent event = evicted;
    evicted = null;
    return event;
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
    }
  }

  /** Queues an event. Returns true if it must be written to disk, too. */
  synchronized boolean add(String key, OutboundEvent event, long nanos, @Nullable String visitor) {
    long age = Math.max(0, time.nanoTime() - nanos);
    long wallMillis = time.wallMillis() - age / 1_000_000;
    PendingEvent added = new PendingEvent(key, event, taken, nanos, wallMillis, visitor);
    queue.add(added);
    return toDisk;
  }

  /** Counts an error of the intake that was processed. */
  synchronized void taken() {
    taken++;
  }

  // ---- the sending thread --------------------------------------------------------------------

  /** Returns the event to send now, for one token; null if none is queued or allowed. */
  synchronized @Nullable PendingEvent start(boolean hurry) {
    PendingEvent lost = inFlight;
    if (lost != null) { // the thread that sent it died
      inFlight = null;
      queue.putBack(lost, false);
    }
    if (successor != null || queue.isEmpty() || gate.untilEvent(hurry) > 0) {
      return null;
    }
    gate.take();
    inFlight = queue.poll();
    return inFlight;
  }

  /**
   * Returns the nanoseconds until {@link #start} returns an event; {@link #NOTHING} if none is
   * queued.
   */
  synchronized long untilStart(boolean hurry) {
    return queue.isEmpty() ? NOTHING : gate.untilEvent(hurry);
  }

  /** Returns the nanoseconds until an event from the disk may be sent; none is sent at shutdown. */
  synchronized long untilEvent() {
    return atEnd || successor != null ? NOTHING : gate.untilEvent(false);
  }

  /** Spends a token for an event from the disk. */
  synchronized void startFromDisk() {
    gate.take();
  }

  /** Spends a token for a ping; returns false if it has to wait for earlier events or the gate. */
  synchronized boolean startPing(boolean hurry) {
    boolean mayGo = successor == null
        && pingNumber != NOTHING
        && queue.oldest(taken) >= pingAfter
        && gate.untilPing(hurry) == 0;
    if (mayGo) {
      gate.take();
    }
    return mayGo;
  }

  /**
   * Returns the nanoseconds until a ping may be sent; {@link #NOTHING} if earlier events are still
   * being processed.
   */
  synchronized long untilPing(boolean hurry) {
    return queue.oldest(taken) >= pingAfter ? gate.untilPing(hurry) : NOTHING;
  }

  /** Applies the outcome of the started event. Returns true if the server accepted it. */
  synchronized boolean answered(PendingEvent event, Outcome outcome) {
    applyToGate(outcome);
    inFlight = null; // not before: after an Error, the thread's next step recovers the event
    switch (outcome.kind()) {
      case SENT:
        sent(event);
        queue.markReceived(event.key);
        removeVisitorPing(event.visitorOn(today()));
        break;
      case REJECTED:
        drop(event, DropReason.REJECTED);
        break;
      case MISCONFIGURED:
        drop(event, DropReason.MISCONFIGURED);
        break;
      default:
        failed(event, outcome);
    }
    strike(outcome);
    return outcome.kind() == Outcome.Kind.SENT;
  }

  /** Removes the ping of a visitor for whom the server now has a session. */
  private void removeVisitorPing(@Nullable String visitor) {
    VisitorQueue queue = visitors;
    if (queue != null && visitor != null) {
      queue.remove(visitor);
    }
  }

  /** Drops an event that could not be encoded. */
  synchronized void unencodable(PendingEvent event) {
    inFlight = null;
    drop(event, DropReason.INTERNAL_ERROR);
  }

  private void failed(PendingEvent event, Outcome outcome) {
    // without a response the network is at fault, and if all events fail, the server is
    boolean answered = answeredWithFailure(outcome);
    if (answered && event.processedAtFailure != processedRequests) {
      event.processedAtFailure = processedRequests;
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
      compact(); // nothing is sent for a while
      forwardToSuccessor();
    }
  }

  /** Applies the outcome of an event from the disk to the shared state. */
  synchronized void answeredFromDisk(Outcome outcome) {
    applyToGate(outcome);
    strike(outcome);
  }

  /** Returns how many requests the server has processed, that is accepted or rejected for good. */
  synchronized long processedRequests() {
    return processedRequests;
  }

  /**
   * Applies the outcome of a ping. Returns true if the ping is done, also after too many failures.
   * It only ever delays events: after a failure, events queued by then are sent before it.
   */
  synchronized boolean answeredPing(Outcome outcome) {
    boolean failed = outcome.kind() == Outcome.Kind.RETRY;
    if (failed && processedAtPingFailure != processedRequests) {
      processedAtPingFailure = processedRequests;
      pingFailures++;
    }
    if (outcome.kind() == Outcome.Kind.MISCONFIGURED) {
      gate.failed(); // the next event shows whether events are rejected, too
    } else {
      applyToGate(outcome);
    }
    strike(outcome);
    boolean kept = failed || outcome.kind() == Outcome.Kind.RATE_LIMITED;
    boolean done = !kept || pingFailures >= MAX_FAILURES;
    if (done) {
      pingFailures = 0;
      processedAtPingFailure = NOTHING;
    } else {
      pingAfter = taken;
    }
    return done;
  }

  private static boolean answeredWithFailure(Outcome outcome) {
    return outcome.kind() == Outcome.Kind.RETRY && outcome.status() != 0;
  }

  private void applyToGate(Outcome outcome) {
    refused = outcome.kind() == Outcome.Kind.MISCONFIGURED;
    switch (outcome.kind()) {
      case RETRY:
        gate.failed();
        break;
      case RATE_LIMITED:
        lock(outcome);
        break;
      case MISCONFIGURED:
        gate.failed();
        dropAll(DropReason.MISCONFIGURED);
        break;
      default:
        if (!Refusals.isRefusal(outcome.status())) { // a refusal reveals nothing about the server
          processedRequests++;
          gate.succeeded();
        }
    }
    Backlog next = successor;
    if (next != null) {
      next.takeOver(gate, false); // the server may just have rate-limited us
    }
    LastClosed memory = lastClosed;
    if (memory != null) {
      memory.record(gate, refused);
    }
  }

  /**
   * Pauses the gate. Without a response the pause is a guess, which at shutdown does not justify
   * losing an event.
   */
  private void lock(Outcome outcome) {
    if (outcome.status() != 0) {
      gate.lock(outcome.retryAfter());
    } else if (atEnd) {
      gate.failed();
    } else {
      gate.presumeLock(outcome.retryAfter());
    }
  }

  private void strike(Outcome outcome) {
    if (!atEnd) {
      return;
    }
    if (gate.failures() == 0) {
      strikes = 0;
      return;
    }
    boolean answered = answeredWithFailure(outcome) || outcome.kind() == Outcome.Kind.REJECTED;
    strikes += answered ? STRIKE_WITH_ANSWER : STRIKE_WITHOUT;
    if (strikes < OUT) {
      gate.drain();
    }
  }

  // ---- visitors' pings -------------------------------------------------------------------------

  /** Queues a visitor's ping; returns false if it is dropped and counted. Processing thread. */
  synchronized boolean addVisitor(VisitorPing ping) {
    VisitorQueue queue = visitors;
    if (queue == null) {
      queue = new VisitorQueue();
      visitors = queue;
    }
    long today = today();
    counters.pingsDropped(queue.turnTo(today));
    if (ended || ping.day != today || refusedVisitorsOn == today) {
      counters.pingsDropped(1);
      return false;
    }
    if (!queue.add(ping)) {
      counters.pingWithoutRoom();
      return false;
    }
    return true;
  }

  /** Returns the visitor's ping to send now, for one token; null if none is queued or allowed. */
  synchronized @Nullable VisitorPing startVisitor() {
    VisitorPing lost = visitorInFlight;
    if (lost != null) { // the thread that sent it died
      visitorInFlight = null;
      putBack(lost);
    }
    VisitorQueue queue = waitingVisitors();
    if (successor != null || queue == null || gate.untilTrifle() > 0) {
      return null;
    }
    gate.take();
    visitorInFlight = queue.poll();
    return visitorInFlight;
  }

  /**
   * Returns the nanoseconds until {@link #startVisitor} returns a ping; {@link #NOTHING} if none is
   * queued.
   */
  synchronized long untilVisitor() {
    return waitingVisitors() == null ? NOTHING : gate.untilTrifle();
  }

  /** Returns true if a visitor's ping is being sent, or is queued and may still be sent. */
  synchronized boolean visitorsWait() {
    return !atEnd && successor == null && (visitorInFlight != null || waitingVisitors() != null);
  }

  /**
   * Returns the queued pings without yesterday's; null if there are none. None is sent at shutdown.
   */
  private @Nullable VisitorQueue waitingVisitors() {
    VisitorQueue queue = visitors;
    if (queue == null || queue.isEmpty() || atEnd) {
      return null;
    }
    counters.pingsDropped(queue.turnTo(today()));
    return queue.isEmpty() ? null : queue;
  }

  /** Applies the outcome of the started visitor's ping. */
  synchronized void answeredVisitor(VisitorPing ping, Outcome outcome) {
    // after a misconfiguration, the next event shows whether events are rejected, too
    if (outcome.kind() != Outcome.Kind.MISCONFIGURED) {
      applyToGate(outcome);
      strike(outcome);
    }
    visitorInFlight = null;
    switch (outcome.kind()) {
      case SENT:
        counters.pinged();
        break;
      case REJECTED:
        counters.pingsDropped(1);
        break;
      case MISCONFIGURED:
        counters.pingsDropped(1);
        dropVisitors();
        refusedVisitorsOn = today(); // otherwise each would cost a useless request
        break;
      default:
        failed(ping, outcome);
    }
  }

  private void failed(VisitorPing ping, Outcome outcome) {
    if (answeredWithFailure(outcome) && ping.processedAtFailure != processedRequests) {
      ping.processedAtFailure = processedRequests;
      ping.failures++;
    }
    if (ping.failures >= MAX_FAILURES) {
      counters.pingsDropped(1);
    } else {
      putBack(ping);
    }
  }

  /** Requeues a ping behind all others, since it may be the one that the server fails on. */
  private void putBack(VisitorPing ping) {
    VisitorQueue queue = visitors;
    if (ended || queue == null || ping.day != today() || !queue.add(ping)) {
      counters.pingsDropped(1);
    }
  }

  private void dropVisitors() {
    VisitorQueue queue = visitors;
    if (queue != null) {
      counters.pingsDropped(queue.clear());
    }
  }

  private long today() {
    return UtcDay.of(time.wallMillis());
  }

  // ---- shutdown --------------------------------------------------------------------------------

  /**
   * Records in {@code memory}, from now on, the state for the next client of the endpoint. Before
   * {@link #lastAttempts}, which ends pauses. May be called again, and with null for nothing.
   */
  synchronized void recordIn(@Nullable LastClosed memory) {
    if (memory != null && lastClosed == null) {
      lastClosed = memory;
      memory.record(gate, refused);
    }
  }

  /** Continues from the state of a closed client. Before anything is sent. */
  synchronized void restore(LastClosed memory) {
    memory.applyTo(gate);
  }

  /**
   * Opens the gate for one more attempt, unless the server rate-limits the client: at shutdown
   * there is no time to wait out a pause.
   */
  synchronized void lastAttempts() {
    if (!atEnd) {
      atEnd = true;
      gate.drain();
    }
  }

  /**
   * Returns true if nothing more can be sent before shutdown: the server is down or rate-limits the
   * client.
   */
  synchronized boolean isHopeless() {
    return atEnd && (strikes >= OUT || gate.isLocked());
  }

  /** Returns true while the server rate-limits the client. */
  synchronized boolean isLocked() {
    return gate.isLocked();
  }

  /**
   * From now on, writes all queued and later events to disk, including the one being sent, which
   * may never be confirmed. Files of events that are sent after all are deleted.
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
    LastClosed memory = lastClosed;
    if (memory != null) {
      memory.recordSpent(gate);
    }
    dropAll(DropReason.SHUTDOWN);
    for (PendingEvent event : leaving) {
      drop(event, DropReason.SHUTDOWN);
    }
    leaving.clear();
    dropVisitors();
  }

  /** Returns true while an event is being sent. */
  synchronized boolean isSending() {
    return inFlight != null;
  }

  /** Returns true if no event is queued or being sent. */
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
   * Marks an event as being written; returns false if it is not needed on disk or already there.
   */
  synchronized boolean startWriting(PendingEvent event) {
    if (event.over || isFrozen(event)) {
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
      successor = next;
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
    // a pause after a misconfiguration concerns the other client, perhaps its origin
    takeOver(other.gate, other.successor == null && !other.refused);
    for (PendingEvent event : events) {
      if (event.file == null) {
        counters.takeOver(other.counters, event.errors);
        adopt(event);
      }
    }
    return true;
  }

  private void adopt(PendingEvent event) {
    event.number = taken - 1; // as if it were the last processed: a flush must wait for it
    event.processedAtFailure = NOTHING; // the old value counted requests of the other client
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

  private synchronized void takeOver(SendGate other, boolean pause) {
    gate.takeOver(other, pause);
    if (atEnd) {
      gate.drain();
    }
    Backlog next = successor;
    if (next != null) {
      next.takeOver(other, pause);
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
    PendingEvent lost = inFlight;
    if (lost != null) { // the thread that sent it died
      inFlight = null;
      queue.putBack(lost, false);
    }
    if (!queue.isEmpty()) {
      handOver(next);
    }
    return true;
  }

  /** Returns true if another client sends this one's events. */
  synchronized boolean isReplaced() {
    return successor != null;
  }

  // ---- flushes ---------------------------------------------------------------------------------

  /**
   * Records whether a ping is requested, and so which events precede it and which flush waits for
   * it.
   *
   * @param inIntake number of errors in the intake or being refused at this moment
   */
  synchronized void wantPing(boolean ping, int inIntake) {
    if (!ping) {
      pingNumber = NOTHING;
    } else if (pingNumber == NOTHING) {
      pingNumber = taken + inIntake;
      pingAfter = pingNumber;
    }
  }

  /**
   * Records that the intake is empty, so that a ping does not wait for errors that were refused
   * when it was requested. Returns true if it did. Processing thread.
   */
  synchronized boolean noticeEmptyIntake() {
    if (pingNumber == NOTHING || pingNumber <= taken) {
      return false;
    }
    pingNumber = taken;
    pingAfter = Math.min(pingAfter, taken);
    return true;
  }

  /** Checks whether a flush was requested. Processing thread, before it takes from the intake. */
  synchronized void notice(FlushTracker flushes, Intake<?> intake) {
    flushes.notice(taken, intake);
  }

  /** Reports the progress of delivery to a flush. */
  synchronized void advance(FlushTracker flushes) {
    if (flushes.isServing()) {
      flushes.advance(taken, oldest());
    }
  }

  /**
   * Returns the number of the oldest queued event or ping; that of the next one if there is none.
   */
  synchronized long oldest() {
    long oldest = queue.oldest(taken);
    PendingEvent sending = inFlight;
    oldest = sending == null ? oldest : Math.min(oldest, sending.number);
    return pingNumber == NOTHING ? oldest : Math.min(oldest, pingNumber - 1);
  }
}
