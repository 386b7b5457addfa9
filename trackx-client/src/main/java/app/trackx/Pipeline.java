package app.trackx;

import app.trackx.internal.delivery.Delay;
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
  /** Tokens that pings must leave for errors. */
  private static final int RESERVED_FOR_EVENTS = 5;

  private final EventProcessor processor;
  private final Backlog backlog;
  private final ServerHealth health;
  private final VisitorPings visitors;
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
    this.processor = new EventProcessor(options, counters);
    this.spool = options.newSpool(counters, warnings, time);
    SendGate gate = new SendGate(
        time,
        random,
        options.rateLimit.burst(),
        options.rateLimit.nanosPerPermit(),
        RESERVED_FOR_EVENTS);
    this.health = new ServerHealth(gate);
    this.visitors = new VisitorPings(health, counters, time);
    this.backlog = new Backlog(options.queueCapacity, health, visitors, spool, counters, time);
    this.refusals = new Refusals(time, random);
    this.sender = new Sender(options, warnings, reserve, refusals);
    this.sendTimeMeta = new SendTimeMeta(counters);
  }

  /** Loads classes that no event has needed so far. */
  void prepare() {
    processor.prepare();
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

  /** The state of the server. */
  ServerHealth health() {
    return health;
  }

  /** The pings of visitors. */
  VisitorPings visitors() {
    return visitors;
  }

  /**
   * Makes a queued event of a captured error, or counts what else becomes of it. Process worker.
   *
   * @return true if an event was queued
   */
  boolean process(Occurrence occurrence) {
    noticeDeath();
    inHand = true;
    boolean queued = false;
    try {
      queued = processInHand(occurrence);
    } catch (Throwable noMemoryOrDefect) {
      noticeDeath(); // or, if it is done with already, only the duplicate filter does not know it
    }
    return queued;
  }

  /** Counts an error as lost if the previous thread died while working on it. */
  void noticeDeath() {
    if (inHand) {
      drop(DropReason.INTERNAL_ERROR);
    }
  }

  private void drop(DropReason reason) {
    inHand = false;
    counters.dropped(reason, 1);
    backlog.skip();
  }

  private boolean processInHand(Occurrence occurrence) {
    if (health.isRejecting()) {
      drop(DropReason.MISCONFIGURED);
      return false;
    }
    if (isDuplicate(occurrence)) {
      inHand = false;
      counters.duplicate();
      backlog.skip();
      return false;
    }
    EventDraft draft = draft(occurrence);
    if (backlog.fold(draft.key, occurrence.nanos)) {
      inHand = false;
      remember(occurrence);
      return false;
    }
    OutboundEvent event = processor.ready(draft);
    Thread.interrupted(); // a flag that a handler left set would disturb the thread's own waiting
    if (event == null) { // counted; and what the handler cancels must not evict another
      inHand = false;
      backlog.skip();
      return false;
    }
    Backlog.Admission admission =
        backlog.admit(draft.key, event, occurrence.nanos, occurrence.visitor());
    inHand = false;
    spool(admission);
    if (admission.queued) {
      remember(occurrence); // an error that was dropped or cancelled may be captured once more
    }
    return admission.queued;
  }

  private void spool(Backlog.Admission admission) {
    EventSpool disk = spool;
    if (disk == null) {
      return;
    }
    PendingEvent evicted = admission.toWrite;
    if (evicted != null) {
      boolean written = false;
      try {
        written = disk.write(evicted, backlog);
      } finally {
        if (!written) {
          backlog.lost(evicted);
        }
      }
    }
    if (admission.writeAll) {
      disk.writeAll(backlog, null);
    }
  }

  private boolean isDuplicate(Occurrence occurrence) {
    CauseChain chain = occurrence.chain;
    return chain != null
        && !occurrence.type.isExplicit()
        && seen.knows(chain, occurrence.nanos, DuplicateFilter.wayOf(occurrence));
  }

  private void remember(Occurrence occurrence) {
    if (occurrence.chain != null) {
      seen.remember(occurrence.chain, occurrence.nanos, DuplicateFilter.wayOf(occurrence));
    }
  }

  private EventDraft draft(Occurrence occurrence) {
    try {
      return processor.draft(occurrence);
    } catch (OutOfMemoryError full) {
      reserve.release();
      return processor.draft(occurrence);
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
  Sent send(boolean ping, boolean hurry) {
    if (backlog.forwardToSuccessor()) {
      return Sent.NOTHING; // another client sends
    }
    if (ping) { // if not, the process worker may have noted one at this moment
      backlog.wantPing(true, 0);
    }
    if (ping && backlog.startPing(hurry)) {
      return sendPing() ? Sent.PING : Sent.SOMETHING;
    }
    return Sent.orWait(sendEvent(ping, hurry));
  }

  private Delay sendEvent(boolean ping, boolean hurry) {
    PendingEvent event = backlog.start(hurry);
    if (event != null) {
      sendEvent(event);
      return Delay.NONE;
    }
    Delay delay = backlog.untilStart(hurry);
    if (delay != Delay.UNTIL_WOKEN) {
      return delay;
    }
    Delay spooled = spool == null ? Delay.UNTIL_WOKEN : spool.send(backlog, health, sender);
    if (spooled.isNone()) {
      return spooled;
    }
    return spooled.orSooner(ping ? backlog.untilPing(hurry) : sendVisitor());
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

  /** Returns true if the ping was sent or dropped, and not queued again. */
  private boolean sendPing() {
    Outcome outcome = sender.sendPing(null);
    if (!backlog.answeredPing(outcome)) {
      return false;
    }
    if (outcome.kind() == Outcome.Kind.SENT) {
      counters.pinged();
    } else {
      counters.pingsDropped(1);
    }
    backlog.wantPing(false, 0);
    return true;
  }

  /** What {@link #send} did. */
  static final class Sent {
    /** A request that may be followed by another one at once. */
    static final Sent SOMETHING = new Sent(Delay.NONE);

    /** The same, and the application's own ping was sent or dropped. */
    static final Sent PING = new Sent(Delay.NONE);

    /** No request: nothing is queued. */
    static final Sent NOTHING = new Sent(Delay.UNTIL_WOKEN);

    /** When to send again. */
    final Delay delay;

    private Sent(Delay delay) {
      this.delay = delay;
    }

    private static Sent orWait(Delay delay) {
      return delay.isNone() ? SOMETHING : delay == Delay.UNTIL_WOKEN ? NOTHING : new Sent(delay);
    }
  }

  /**
   * Sends a visitor's ping, after everything else and never in a hurry: a thousand of them may be
   * queued.
   */
  private Delay sendVisitor() {
    long pause = refusals.untilPing();
    VisitorPing visitor = pause > 0 ? null : visitors.start();
    if (visitor == null) {
      return visitors.isQueued()
          ? Delay.ofNanos(Math.max(health.untilVisitor(), pause))
          : Delay.UNTIL_WOKEN;
    }
    visitors.answered(visitor, sender.sendPing(visitor.token));
    return Delay.NONE;
  }

  /**
   * Returns true if the sending thread has anything to send, apart from the application's own ping.
   */
  boolean hasToSend() {
    return !backlog.isEmpty()
        || visitors.hasToSend()
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
