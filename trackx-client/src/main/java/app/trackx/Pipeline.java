package app.trackx;

import app.trackx.internal.delivery.SendGate;
import app.trackx.internal.delivery.TimeSource;
import app.trackx.internal.jvm.ClassLoading;
import app.trackx.internal.stack.CauseChain;
import app.trackx.transport.Outcome;
import java.io.IOException;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The stages that an error passes through. {@link #take} turns an error into a queued event or
 * folds it into one (factory, folding queue, handler). {@link #send} sends the next event as soon
 * as the gate is open (gate, encoder, transport, outcome).
 *
 * <p>The processing thread takes and the sending thread sends, so that a server that hangs or a
 * handler that sleeps does not stop the other half. They share the {@link Backlog}.
 *
 * <p>Created by the processing thread on its first run: loading the classes of all stages would
 * more than double the cost of {@code setup} on the application's thread.
 */
final class Pipeline {
  /** Result of {@link #send}: nothing is queued. */
  static final long NOTHING = Backlog.NOTHING;

  /** Result of {@link #send}: the ping was sent or dropped. */
  static final long PINGED = -2;

  /** Tokens that pings must leave for errors. */
  private static final int RESERVED_FOR_EVENTS = 5;

  private final EventProcessor preparation;
  private final Backlog backlog;
  private final Refusals refusals;
  private final Sender sender;
  private final EventEncoder encoder = new EventEncoder();
  private final DuplicateFilter seen = new DuplicateFilter();
  private final SendTimeMeta sendTimeMeta;
  private final @Nullable EventSpool spool;
  private final Counters counters;
  private final TimeSource time;
  private final MemoryReserve reserve;

  /**
   * True while the processing thread works on an error. If a new thread finds it true, that error
   * is lost.
   */
  private boolean inHand;

  Pipeline(
      Options options,
      Counters counters,
      Warnings warnings,
      TimeSource time,
      Random random,
      MemoryReserve reserve) {
    this.counters = counters;
    this.time = time;
    this.reserve = reserve;
    this.preparation = new EventProcessor(options, counters);
    this.spool = options.newSpool(counters, warnings, time);
    SendGate gate = new SendGate(
        time,
        random,
        options.rateLimit.burst(),
        options.rateLimit.nanosPerPermit(),
        RESERVED_FOR_EVENTS);
    this.backlog = new Backlog(options.queueCapacity, gate, spool, counters, time);
    this.refusals = new Refusals(time, random);
    this.sender = new Sender(options, warnings, reserve, refusals);
    this.sendTimeMeta = new SendTimeMeta(counters);
  }

  /** Loads classes that no event has needed so far. */
  void prepare() {
    preparation.prepare();
  }

  /** Hands over queued events to the client that replaces this one. May be called repeatedly. */
  void handOver(Pipeline next) {
    next.refusals.takeOver(refusals);
    backlog.handOver(next.backlog);
  }

  /** Returns the backlog that the two threads share. */
  Backlog backlog() {
    return backlog;
  }

  /**
   * Processes an error. Returns true if it was queued as an event of its own. Processing thread.
   */
  boolean take(Occurrence occurrence) {
    noticeDeath();
    inHand = true;
    boolean added = false;
    try {
      added = prepare(occurrence);
    } catch (Throwable noMemoryOrDefect) {
      counters.dropped(DropReason.INTERNAL_ERROR, 1);
    }
    inHand = false;
    backlog.taken();
    return added;
  }

  /** Counts an error as lost if the previous thread died while working on it. */
  void noticeDeath() {
    if (inHand) {
      inHand = false;
      counters.dropped(DropReason.INTERNAL_ERROR, 1);
      backlog.taken();
    }
  }

  private boolean prepare(Occurrence occurrence) {
    if (backlog.isRefusing()) {
      counters.dropped(DropReason.MISCONFIGURED, 1);
      return false;
    }
    if (isDuplicate(occurrence)) {
      counters.duplicate();
      return false;
    }
    EventDraft draft = draft(occurrence);
    if (backlog.fold(draft.key, occurrence.nanos)) {
      remember(occurrence);
      return false;
    }
    OutboundEvent event = preparation.ready(draft);
    Thread.interrupted(); // a flag that a handler left set would disturb this thread's waits
    if (event == null || !backlog.makeRoom(draft.key)) {
      return false; // a cancelled event must not evict another
    }
    PendingEvent evicted = backlog.evicted();
    if (evicted != null && (spool == null || !spool.write(evicted, backlog))) {
      backlog.lost(evicted);
    }
    if (backlog.add(draft.key, event, occurrence.nanos, occurrence.visitor()) && spool != null) {
      spool.writeAll(backlog, null);
    }
    remember(occurrence); // not before: a dropped or cancelled error may be captured again
    return true;
  }

  private boolean isDuplicate(Occurrence occurrence) {
    CauseChain chain = occurrence.chain;
    return chain != null && !occurrence.type.isExplicit() && seen.knows(chain, occurrence.nanos);
  }

  private void remember(Occurrence occurrence) {
    if (occurrence.chain != null) {
      seen.remember(occurrence.chain, occurrence.nanos);
    }
  }

  private EventDraft draft(Occurrence occurrence) {
    try {
      return preparation.draft(occurrence);
    } catch (OutOfMemoryError full) {
      reserve.release();
      return preparation.draft(occurrence);
    }
  }

  /**
   * Sends one event; or a ping, if no queued event was captured before the ping was requested; or
   * else a visitor's ping. Sending thread.
   *
   * @param ping whether a ping of the application is requested
   * @param hurry whether a thread waits, so that the rate limit is ignored
   * @return nanoseconds until the gate opens, 0 after an attempt, or a constant of this class
   */
  long send(boolean ping, boolean hurry) {
    if (backlog.forwardToSuccessor()) {
      return NOTHING; // the replacing client sends
    }
    if (ping) { // otherwise the processing thread may be recording one right now
      backlog.wantPing(true, 0);
    }
    if (ping && backlog.startPing(hurry)) {
      return sendPing();
    }
    PendingEvent event = backlog.start(hurry);
    if (event != null) {
      sendEvent(event);
      return 0;
    }
    long wait = backlog.untilStart(hurry);
    if (wait != NOTHING) {
      return wait;
    }
    long disk = sendFromDisk();
    if (disk == 0) {
      return 0;
    }
    wait = ping ? backlog.untilPing(hurry) : sendVisitor();
    return wait == NOTHING ? disk : disk == NOTHING ? wait : Math.min(wait, disk);
  }

  private void sendEvent(PendingEvent event) {
    byte[] body;
    try {
      body = encode(event);
    } catch (Throwable noMemoryOrDefect) {
      backlog.unencodable(event);
      return;
    }
    String visitor = event.visitorOn(UtcDay.of(time.wallMillis()));
    if (backlog.answered(event, sender.sendEvent(body, visitor))) {
      sendTimeMeta.taken();
    }
  }

  private byte[] encode(PendingEvent event) throws IOException {
    try {
      return encoder.encode(event.event, sendTimeMeta.of(event, time.nanoTime()));
    } catch (OutOfMemoryError full) {
      reserve.release();
      return encoder.encode(event.event, sendTimeMeta.of(event, time.nanoTime()));
    }
  }

  private long sendFromDisk() {
    return spool == null ? NOTHING : spool.send(backlog, sender);
  }

  private long sendPing() {
    Outcome outcome = sender.sendPing(null);
    if (!backlog.answeredPing(outcome)) {
      return 0;
    }
    if (outcome.kind() == Outcome.Kind.SENT) {
      counters.pinged();
    } else {
      counters.pingsDropped(1);
    }
    backlog.wantPing(false, 0);
    return PINGED;
  }

  /**
   * Sends a visitor's ping, after everything else and never in a hurry: a thousand of them may be
   * queued.
   */
  private long sendVisitor() {
    long pause = refusals.untilPing();
    VisitorPing visitor = pause > 0 ? null : backlog.startVisitor();
    if (visitor == null) {
      long wait = backlog.untilVisitor();
      return wait == NOTHING ? NOTHING : Math.max(wait, pause);
    }
    backlog.answeredVisitor(visitor, sender.sendPing(visitor.token));
    return 0;
  }

  /**
   * Returns true if the sending thread has anything to send, apart from the application's own ping.
   */
  boolean hasToSend() {
    return !backlog.isEmpty()
        || backlog.visitorsWait()
        || (spool != null && spool.hasToSend() && !backlog.isReplaced());
  }

  /** Returns false while the first request has to wait; see {@link ClassLoading}. Sending thread. */
  boolean isReadyToSend() {
    return sender.isReady();
  }

  /**
   * Returns true if events that cannot be sent before shutdown are kept on disk for the next start.
   */
  boolean spools() {
    return spool != null;
  }

  /** Releases resources while the sending thread is idle, or finally after the client has ended. */
  void idle(boolean ended) {
    sender.idle();
    if (ended) {
      closeSpool();
    } else if (spool != null) {
      spool.lookAgain();
    }
  }

  /** Writes all queued events to disk while they are still being sent, then runs {@code then}. */
  void spool(Runnable then) {
    if (spool != null) {
      spool.writeAll(backlog, then);
    }
  }

  /** Writes queued events to disk as far as possible and drops the rest. Processing thread. */
  void end() {
    if (spool != null) {
      spool.writeAll(backlog, null);
      spool.settle(Long.MAX_VALUE);
    }
    backlog.end();
  }

  /**
   * Blocks until the disk has finished its tasks, but not while it hangs.
   *
   * @return false if it has not finished
   */
  boolean settle(long nanos) {
    return spool == null || spool.settle(nanos);
  }

  /** Logs a warning if the disk hangs. */
  void watchDisk() {
    if (spool != null) {
      spool.isHanging();
    }
  }

  /** Returns true once the files of earlier runs are known. */
  boolean isSpoolReady() {
    return spool == null || spool.isAdopted();
  }

  /** Closes the spool and leaves its files to the next client. */
  void closeSpool() {
    if (spool != null) {
      spool.close();
    }
  }
}
