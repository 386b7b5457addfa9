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
 * What the two threads of a client share: the delivery thread puts events in, the sending thread
 * takes them out and says what became of them. The queue, the gate and the numbers that a flush
 * waits for are guarded by the one lock of this object.
 *
 * <p>No user code, no network and no disk under the lock. Threads of the application never take it.
 */
final class Backlog {
  /** In place of nanoseconds: nothing waits. */
  static final long NOTHING = -1;

  /** So often the server may fail on an event, while it takes others, before that is given up. */
  static final int MAX_FAILURES = 5;

  /**
   * At the end, two requests without an answer are enough to know that the server is down: one may
   * be a connection that it gave up meanwhile. An answer of failure says less.
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

  /** When the ping was wanted, for a flush, and what is to go before it; later once it failed. */
  private long pingNumber = NOTHING;

  private long pingAfter;
  private @Nullable PendingEvent inFlight;
  private @Nullable PendingEvent evicted;
  private final List<PendingEvent> leaving = new ArrayList<>(); // evicted, and not yet on disk
  private long serverTook;
  private int pingFailures;
  private long tookAtPingFailure = NOTHING;
  private @Nullable VisitorQueue visitors; // made for the first
  private @Nullable VisitorPing visitorInFlight;
  private long refusedVisitorsOn = NOTHING;
  private boolean refused;
  private boolean atEnd;
  private boolean toDisk;
  private boolean ended;
  private int strikes;
  private @Nullable Backlog successor;
  private @Nullable LastClosed lastClosed;

  Backlog(int capacity, SendGate gate, @Nullable EventSpool spool, Counters counters, TimeSource time) {
    this.queue = new FoldingQueue(capacity);
    this.mostUnfolded = Math.max(1, capacity / 4);
    this.gate = gate;
    this.spool = spool;
    this.counters = counters;
    this.time = time;
  }

  // ---- the delivery thread -------------------------------------------------------------------

  /** Whether the server refuses everything, until the next attempt shows that it is right now. */
  synchronized boolean isRefusing() {
    return refused && successor == null && gate.isPausing();
  }

  /**
   * Counts an error in the event of the same key that waits, if one does and more waits than could
   * be sent at once. With budget left, each is an event of its own: it says more.
   */
  synchronized boolean fold(String key, long nanos) {
    PendingEvent event = queue.waiting(key);
    if (event == null || isFrozen(event) || queue.size() < Math.min(gate.budget(), mostUnfolded)) {
      return false;
    }
    event.fold(nanos);
    return true;
  }

  /** Whether it is on disk, or will be, where it says for how many errors it stands. */
  private static boolean isFrozen(PendingEvent event) {
    return event.file != null || event.writing;
  }

  /** Makes room for an event with that key; false, and counted, if it is the one to give way. */
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

  /** What {@link #makeRoom} took out to be written to disk, without this lock; null for nothing. */
  synchronized @Nullable PendingEvent evicted() {
    PendingEvent event = evicted;
    evicted = null;
    return event;
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

  /** An event waits from now on. True if it is to be written to disk, too. */
  synchronized boolean add(String key, OutboundEvent event, long nanos, @Nullable String visitor) {
    long age = Math.max(0, time.nanoTime() - nanos);
    long wallMillis = time.wallMillis() - age / 1_000_000;
    PendingEvent added = new PendingEvent(key, event, taken, nanos, wallMillis, visitor);
    queue.add(added);
    return toDisk;
  }

  /** The delivery thread is done with one error of the intake. */
  synchronized void taken() {
    taken++;
  }

  // ---- the sending thread --------------------------------------------------------------------

  /** The event that may be sent now, which costs a token; null if none waits or may. */
  synchronized @Nullable PendingEvent start(boolean hurry) {
    PendingEvent lost = inFlight;
    if (lost != null) { // the thread that sent it has died
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

  /** Nanoseconds until {@link #start} will give an event; {@link #NOTHING} if none waits. */
  synchronized long untilStart(boolean hurry) {
    return queue.isEmpty() ? NOTHING : gate.untilEvent(hurry);
  }

  /** Nanoseconds until the gate is open for an event from the disk; none goes at the end. */
  synchronized long untilEvent() {
    return atEnd || successor != null ? NOTHING : gate.untilEvent(false);
  }

  /** An event from the disk is about to be sent. */
  synchronized void startFromDisk() {
    gate.take();
  }

  /** Asks for a token for a ping; it has to wait for the events that were captured before it. */
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

  /** Nanoseconds until a ping may go; {@link #NOTHING} if what was captured before it is to come. */
  synchronized long untilPing(boolean hurry) {
    return queue.oldest(taken) >= pingAfter ? gate.untilPing(hurry) : NOTHING;
  }

  /** What became of the event that was started. True if the server took it. */
  synchronized boolean answered(PendingEvent event, Outcome outcome) {
    applyToGate(outcome);
    inFlight = null; // not before: an Error until then leaves it to the thread's next step
    switch (outcome.kind()) {
      case SENT:
        sent(event);
        queue.heard(event.key);
        heardOf(event.visitorOn(today()));
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

  /** The server has a session for that visitor now. */
  private void heardOf(@Nullable String visitor) {
    VisitorQueue queue = visitors;
    if (queue != null && visitor != null) {
      queue.remove(visitor);
    }
  }

  /** It could not even be made a request of. */
  synchronized void unencodable(PendingEvent event) {
    inFlight = null;
    drop(event, DropReason.INTERNAL_ERROR);
  }

  private void failed(PendingEvent event, Outcome outcome) {
    // without an answer the network is to blame, and if the server fails on all, it is the server
    boolean answered = answeredWithFailure(outcome);
    if (answered && event.takenAtFailure != serverTook) {
      event.takenAtFailure = serverTook;
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

  /** What became of an event from the disk, as far as it concerns the others. */
  synchronized void answeredFromDisk(Outcome outcome) {
    applyToGate(outcome);
    strike(outcome);
  }

  /** How many events the server has taken. */
  synchronized long serverTook() {
    return serverTook;
  }

  /**
   * What became of a ping. True if that is done with, also for having failed too often. It never
   * costs an event anything but time: one that failed lets those go before it that wait by now.
   */
  synchronized boolean answeredPing(Outcome outcome) {
    boolean failed = outcome.kind() == Outcome.Kind.RETRY;
    if (failed && tookAtPingFailure != serverTook) {
      tookAtPingFailure = serverTook;
      pingFailures++;
    }
    if (outcome.kind() == Outcome.Kind.MISCONFIGURED) {
      gate.failed(); // whether events are refused, too, they will see themselves
    } else {
      applyToGate(outcome);
    }
    strike(outcome);
    boolean kept = failed || outcome.kind() == Outcome.Kind.RATE_LIMITED;
    boolean done = !kept || pingFailures >= MAX_FAILURES;
    if (done) {
      pingFailures = 0;
      tookAtPingFailure = NOTHING;
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
        if (!Refusals.isRefusal(outcome.status())) { // else it is no news of the server
          serverTook++;
          gate.succeeded();
        }
    }
    Backlog next = successor;
    if (next != null) {
      next.takeOver(gate, false); // the server may have asked for silence just now
    }
    LastClosed memory = lastClosed;
    if (memory != null) {
      memory.learn(gate, refused);
    }
  }

  /** Without an answer it is a guess, which at the end is not worth an event. */
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

  /** A visitor's ping waits from now on; false, and counted, if it does not. Delivery thread. */
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

  /** The visitor's ping that may be sent now, which costs a token; null if none waits or may. */
  synchronized @Nullable VisitorPing startVisitor() {
    VisitorPing lost = visitorInFlight;
    if (lost != null) { // the thread that sent it has died
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

  /** Nanoseconds until {@link #startVisitor} will give one; {@link #NOTHING} if none waits. */
  synchronized long untilVisitor() {
    return waitingVisitors() == null ? NOTHING : gate.untilTrifle();
  }

  /** Whether a visitor's ping waits or is being sent, and may be sent some time. */
  synchronized boolean visitorsWait() {
    return !atEnd && successor == null && (visitorInFlight != null || waitingVisitors() != null);
  }

  /** Those that wait, without those of yesterday; null if there is none. None goes at the end. */
  private @Nullable VisitorQueue waitingVisitors() {
    VisitorQueue queue = visitors;
    if (queue == null || queue.isEmpty() || atEnd) {
      return null;
    }
    counters.pingsDropped(queue.turnTo(today()));
    return queue.isEmpty() ? null : queue;
  }

  /** What became of the visitor's ping that was started. */
  synchronized void answeredVisitor(VisitorPing ping, Outcome outcome) {
    if (outcome.kind() != Outcome.Kind.MISCONFIGURED) { // whether events are refused, they see themselves
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
        refusedVisitorsOn = today(); // or each would cost a request that is in vain
        break;
      default:
        failed(ping, outcome);
    }
  }

  private void failed(VisitorPing ping, Outcome outcome) {
    if (answeredWithFailure(outcome) && ping.takenAtFailure != serverTook) {
      ping.takenAtFailure = serverTook;
      ping.failures++;
    }
    if (ping.failures >= MAX_FAILURES) {
      counters.pingsDropped(1);
    } else {
      putBack(ping);
    }
  }

  /** After all others, for it may be the one that the server fails on. */
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

  // ---- the end ---------------------------------------------------------------------------------

  /**
   * Notes in that, from now on, what the next client of the endpoint is to know. Before {@link
   * #lastAttempts}, which ends pauses. May be called again, and with null for nothing.
   */
  synchronized void rememberIn(@Nullable LastClosed memory) {
    if (memory != null && lastClosed == null) {
      lastClosed = memory;
      memory.learn(gate, refused);
    }
  }

  /** Goes on where a client was that is closed. Before anything is sent. */
  synchronized void recall(LastClosed memory) {
    memory.teach(gate);
  }

  /**
   * The client or the JVM ends, and there is no time to wait out a pause: opens the gate for one
   * more attempt, unless the server asked for silence.
   */
  synchronized void lastAttempts() {
    if (!atEnd) {
      atEnd = true;
      gate.drain();
    }
  }

  /** Whether nothing can be sent any more before the end: the server is down, or locked us out. */
  synchronized boolean isHopeless() {
    return atEnd && (strikes >= OUT || gate.isLocked());
  }

  /** Whether the server asked for silence. */
  synchronized boolean isLocked() {
    return gate.isLocked();
  }

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
    LastClosed memory = lastClosed;
    if (memory != null) {
      memory.spend(gate);
    }
    dropAll(DropReason.SHUTDOWN);
    for (PendingEvent event : leaving) {
      drop(event, DropReason.SHUTDOWN);
    }
    leaving.clear();
    dropVisitors();
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
    }
  }

  /** Takes over what waits; false if this client has ended. The other's lock is held. */
  private synchronized boolean adopt(List<PendingEvent> events, Backlog other) {
    if (ended) {
      return false;
    }
    // a refusal's pause is for what was wrong with the other client: the origin, perhaps
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
    event.number = taken - 1; // as if it were the last that was taken: a flush is to wait for it
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
   * @param inIntake how many wait to be taken, or are being refused at this moment
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
   * Notes that nothing waits to be taken, so that a ping does not wait for what was refused when it
   * was asked for. True if it did. Delivery thread.
   */
  synchronized boolean noticeEmptyIntake() {
    if (pingNumber == NOTHING || pingNumber <= taken) {
      return false;
    }
    pingNumber = taken;
    pingAfter = Math.min(pingAfter, taken);
    return true;
  }

  /** Looks whether a flush was asked for. Delivery thread, before it takes from the intake. */
  synchronized void notice(FlushTracker flushes, Intake<?> intake) {
    flushes.notice(taken, intake);
  }

  /** Tells a flush how far delivery has come. */
  synchronized void advance(FlushTracker flushes) {
    if (flushes.isServing()) {
      flushes.advance(taken, oldest());
    }
  }

  /** The number of what has waited longest, event or ping; that of the next one if none waits. */
  synchronized long oldest() {
    long oldest = queue.oldest(taken);
    PendingEvent sending = inFlight;
    oldest = sending == null ? oldest : Math.min(oldest, sending.number);
    return pingNumber == NOTHING ? oldest : Math.min(oldest, pingNumber - 1);
  }
}
