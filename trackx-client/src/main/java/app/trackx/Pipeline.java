package app.trackx;

import app.trackx.internal.delivery.Delay;
import app.trackx.internal.delivery.FlushTracker;
import app.trackx.internal.delivery.Held;
import app.trackx.internal.delivery.Intake;
import app.trackx.internal.delivery.MemoryReserve;
import app.trackx.internal.jvm.ClassLoading;
import app.trackx.internal.jvm.TimeSource;
import app.trackx.internal.session.UtcDay;
import app.trackx.internal.session.VisitorPing;
import app.trackx.internal.spool.SharedBudget;
import app.trackx.internal.stack.CauseChain;
import app.trackx.internal.stack.DuplicateFilter;
import app.trackx.transport.Outcome;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The stages that an error passes through, in order. {@link #process} turns an error into a queued
 * event or folds it into one (duplicate filter, hold, draft, fold, handler, admission). {@link #send}
 * sends the next event as soon as the gate is open (gate, encoding, transport, outcome).
 *
 * <p>The processing thread processes and the sending thread sends, so that a server that hangs or a
 * handler that sleeps does not stop the other half. They share the {@link Backlog}.
 *
 * <p>Created by the processing thread on its first run: loading the classes of all stages would
 * more than double the cost of {@code setup} on the application's thread.
 */
final class Pipeline implements MemoryReserve.Attempt<PendingEvent, byte[]> {
  /** How soon to send again after a request for which there was no memory. */
  private static final Delay AFTER_OUT_OF_MEMORY = Delay.ofNanos(TimeUnit.MILLISECONDS.toNanos(50));

  private final EventProcessor processor;
  private final ApplicationPing ping;
  private final Backlog backlog;
  private final ServerHealth health;
  private final VisitorPings visitors;
  private final Sender sender;
  private final DuplicateFilter seen = new DuplicateFilter();
  private final Held<Occurrence> held = new Held<>();
  private final SendTimeMeta sendTimeMeta;
  private final @Nullable EventSpool spool;
  private final @Nullable SharedBudget sharedBudget;
  private @Nullable ReportSender reports;
  private final Counters counters;
  private final Warnings warnings;
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
      ApplicationPing ping,
      TimeSource time,
      Random random,
      MemoryReserve reserve) {
    Warnings warnings = counters.warnings();
    this.counters = counters;
    this.warnings = warnings;
    this.ping = ping;
    this.time = time;
    this.reserve = reserve;
    this.processor = new EventProcessor(options, counters);
    this.spool = options.spoolDirectory == null
        ? null
        : new EventSpool(options.spoolDirectory, options.endpoint, counters, warnings, time);
    RateLimit limit = options.rateLimit;
    this.health = new ServerHealth(time, random, limit.burst(), limit.nanosPerPermit());
    this.sharedBudget = spool == null ? null : spool.share(health);
    this.visitors = new VisitorPings(health, counters, time);
    this.backlog = new Backlog(options.queueCapacity, health, visitors, spool, counters, time);
    this.sender = new Sender(options, counters, reserve, health, time);
    this.sendTimeMeta = new SendTimeMeta(counters);
  }

  /** Loads classes that no event has needed so far. */
  void prepare() {
    processor.prepare();
  }

  /** Hands over queued events to the client that replaces this one. May be called repeatedly. */
  void handOver(Pipeline next) {
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
   * @param mayWait whether the error may wait for the end of its request
   * @return true if an event was queued
   */
  boolean process(Occurrence occurrence, boolean mayWait) {
    noticeDeath();
    counters.tellCaptured(occurrence.type, occurrence.chain);
    inHand = true;
    boolean queued = false;
    try {
      queued = processInHand(occurrence, mayWait);
    } catch (Throwable noMemoryOrDefect) {
      noticeDeath(); // or, if it is done with already, only the duplicate filter does not know it
    }
    return queued;
  }

  /** Notes which held errors have waited long enough. Before errors are taken, see {@link #release}. */
  void lookAtHeld() {
    held.look(time.nanoTime());
  }

  /**
   * Processes the errors that have waited long enough, once everything is taken that was captured
   * before the end of their requests.
   *
   * @param all true to process every held error
   * @return true if an event was queued
   */
  boolean release(boolean all) {
    boolean queued = false;
    for (Occurrence next = poll(all); next != null; next = poll(all)) {
      queued |= finishHeld(next);
    }
    return queued;
  }

  private @Nullable Occurrence poll(boolean all) {
    noticeDeath();
    Occurrence next = held.poll(all);
    inHand = next != null;
    return next;
  }

  private boolean finishHeld(Occurrence occurrence) {
    try {
      forget(occurrence);
      return finish(occurrence, occurrence.way());
    } catch (Throwable noMemoryOrDefect) {
      noticeDeath();
      return false;
    }
  }

  /** Returns the number of errors taken so far: processed or held. */
  long taken() {
    return backlog.processed() + held.size();
  }

  /** Checks whether a flush was requested. Before anything is taken that it must wait for. */
  void noticeFlush(FlushTracker flushes, Intake<?> intake) {
    flushes.notice(taken(), intake);
  }

  /** Returns when to look at the held errors again. */
  Delay untilRelease() {
    return held.untilLook();
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

  private boolean processInHand(Occurrence occurrence, boolean mayWait) throws IOException {
    if (health.isRejecting()) {
      drop(DropReason.MISCONFIGURED);
      return false;
    }
    int way = occurrence.way();
    Occurrence toFinish = occurrence;
    if (isDuplicate(occurrence, way)) {
      Occurrence logged = takeCauseOf(occurrence);
      inHand = logged != null;
      counters.duplicate();
      backlog.skip();
      if (logged == null) {
        return false;
      }
      way = logged.way();
      toFinish = logged.with(occurrence);
      forget(toFinish);
    } else if (mayWait && hold(occurrence)) {
      inHand = false;
      remember(occurrence, way); // what comes meanwhile is a duplicate
      return false;
    }
    return finish(toFinish, way);
  }

  private boolean hold(Occurrence occurrence) {
    if (!occurrence.waitsForRequest()) {
      return false;
    }
    RequestContext request = occurrence.request;
    return held.offer(
        occurrence,
        request == null ? null : request.whenEnded(),
        occurrence.weight,
        time.nanoTime());
  }

  /** Takes the held error with which a request failed, as the adapter of the request reports. */
  private @Nullable Occurrence takeCauseOf(Occurrence failure) {
    for (int i = 0; i < held.size(); i++) {
      if (held.get(i).isCauseOf(failure)) {
        return held.remove(i);
      }
    }
    return null;
  }

  /** The stages of an error that is no duplicate and does not wait. */
  private boolean finish(Occurrence occurrence, int way) throws IOException {
    EventFactory.Draft draft = reserve.attempt(processor, occurrence);
    boolean explicit = occurrence.type.isExplicit();
    if (backlog.fold(draft.key, occurrence.nanos, explicit)) {
      inHand = false;
      remember(occurrence, way);
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
        backlog.admit(draft.key, event, occurrence.nanos, occurrence.visitor(), explicit);
    inHand = false;
    spool(admission);
    if (admission.queued) {
      remember(occurrence, way); // an error that was dropped or cancelled may be captured once more
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

  private boolean isDuplicate(Occurrence occurrence, int way) {
    CauseChain chain = occurrence.chain;
    return chain != null
        && !occurrence.type.isExplicit()
        && seen.knows(chain, occurrence.nanos, way, occurrence.thread);
  }

  /** Forgets a held error; it is remembered again unless it is dropped or cancelled. */
  private void forget(Occurrence occurrence) {
    if (occurrence.chain != null) {
      seen.forget(occurrence.chain);
    }
  }

  private void remember(Occurrence occurrence, int way) {
    if (occurrence.chain != null) {
      seen.remember(occurrence.chain, occurrence.nanos, way, occurrence.thread);
    }
  }

  /**
   * Sends one event; or a ping, if no queued event was captured before the ping was requested; or
   * else a visitor's ping. Sending thread.
   *
   * @param hurry whether a thread waits, so that the rate limit is ignored
   * @return {@link Delay#NONE} after an attempt, otherwise when to try again
   */
  Delay send(boolean hurry) {
    if (backlog.forwardToSuccessor()) {
      return Delay.UNTIL_WOKEN; // another client sends
    }
    SharedBudget shared = sharedBudget;
    if (shared == null || !mayRequest(hurry)) {
      return sendNext(hurry);
    }
    SharedBudget.Turn turn = shared.reserve(hurry);
    if (turn == SharedBudget.Turn.UNKNOWN) {
      return EventSpool.LOOK_AGAIN;
    }
    Delay delay = sendNext(hurry);
    if (!delay.isNone()) {
      shared.giveBack(turn);
    } else if (health.isAdapted()) {
      shared.publish();
    }
    return delay;
  }

  /** Returns true if there is something to send, and this client's own budget allows it now. */
  private boolean mayRequest(boolean hurry) {
    return backlog.untilStart(hurry).isNone()
        || (ping.isPlaced() && untilPing(hurry).isNone())
        || (visitors.isQueued() && health.untilVisitor() <= 0)
        || (spool != null
            && spool.isAdopted()
            && spool.hasToSend()
            && health.untilEvent(false, false) <= 0);
  }

  private Delay sendNext(boolean hurry) {
    if (ping.isNext(backlog.oldestDue()) && health.tryPing(hurry)) {
      sendPing();
      return Delay.NONE;
    }
    PendingEvent event = backlog.start(hurry);
    if (event != null) {
      return sendEvent(event);
    }
    Delay delay = backlog.untilStart(hurry);
    return backlog.isIdle() ? sendOther(hurry).orSooner(delay) : delay;
  }

  /** Sends an event from the disk or a visitor's ping. */
  private Delay sendOther(boolean hurry) {
    Delay spooled = spool == null ? Delay.UNTIL_WOKEN : spool.send(backlog, health, sender);
    if (spooled.isNone()) {
      return spooled;
    }
    return spooled.orSooner(ping.isPlaced() ? untilPing(hurry) : sendVisitor());
  }

  /** Returns when the application's ping may be sent: not before events captured before it. */
  private Delay untilPing(boolean hurry) {
    return ping.isNext(backlog.oldestDue())
        ? Delay.ofNanos(health.untilPing(hurry))
        : Delay.UNTIL_WOKEN;
  }

  private Delay sendEvent(PendingEvent event) {
    byte[] body;
    try {
      body = reserve.attempt(this, event);
    } catch (Throwable noMemoryOrDefect) {
      backlog.unencodable(event);
      return Delay.NONE;
    }
    String visitor = event.visitorOn(UtcDay.of(time.wallMillis()));
    long start = time.nanoTime();
    Outcome outcome = sender.sendEvent(body, visitor);
    long took = time.nanoTime() - start;
    if (outcome.kind() == Outcome.Kind.SENT) {
      counters.tellSent(event.errors, body.length, took); // before a flush is told that it is done
    }
    if (backlog.answered(event, outcome)) {
      sendTimeMeta.taken();
    }
    // at shutdown there is no pause, and trying without one would leave no memory to the others
    return outcome == ServerHealth.OUT_OF_MEMORY ? AFTER_OUT_OF_MEMORY : Delay.NONE;
  }

  /** Encodes an event that is about to be sent. */
  @Override
  public byte[] attempt(PendingEvent event) throws IOException {
    return event.event.encode(sendTimeMeta.of(event, time.nanoTime()));
  }

  private void sendPing() {
    ping.start();
    Outcome outcome = sender.sendPing(null);
    health.recordPing(outcome);
    if (!ping.answered(outcome, health.processedRequests(), backlog.processed())) {
      return; // it is sent again
    }
    if (outcome.kind() == Outcome.Kind.SENT) {
      counters.pinged();
    } else {
      counters.pingsDropped(1);
    }
  }

  /**
   * Sends a visitor's ping, after everything else and never in a hurry: a thousand of them may be
   * queued.
   */
  private Delay sendVisitor() {
    VisitorPing visitor = visitors.start();
    if (visitor == null) {
      return visitors.isQueued() ? Delay.ofNanos(health.untilVisitor()) : Delay.UNTIL_WOKEN;
    }
    visitors.answered(visitor, sender.sendPing(visitor.token));
    return Delay.NONE;
  }

  /** Returns what sends the reports of browsers. Two threads may create two, which do the same. */
  ReportSender reports() {
    ReportSender known = reports;
    if (known == null) {
      known = new ReportSender(backlog, health, processor, sender, sharedBudget, counters);
      reports = known;
    }
    return known;
  }

  /**
   * Returns true if the sending thread has anything to send, apart from the application's own ping.
   */
  boolean hasToSend() {
    return !backlog.isEmpty()
        || visitors.hasToSend()
        || (spool != null && spool.hasToSend() && !health.isReplaced());
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

  /**
   * Tells listeners of drops, and logs pending warnings, unless a logging backend may need more
   * memory than is left.
   */
  void report() {
    counters.tellDropped();
    if (!reserve.isReleased()) {
      warnings.logPending();
    }
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
