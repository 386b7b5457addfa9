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
 * The way of an error: {@link #take} makes an event of it that waits, or counts it in one that does
 * already (factory, folding queue, handler), and {@link #send} sends what is to go next as soon as
 * the gate is open (gate, encoder, transport, outcome).
 *
 * <p>The delivery thread takes and the sending thread sends, so that a server which hangs, or a
 * handler which sleeps, does not keep the other half from its work. What they share is the {@link
 * Backlog}.
 *
 * <p>Made by the delivery thread itself when it first runs: loading the classes of all stages would
 * more than double what {@code setup} costs the application's thread.
 */
final class Pipeline {
  /** Answer of {@link #send}: nothing waits. */
  static final long NOTHING = Backlog.NOTHING;

  /** Answer of {@link #send}: the ping has been sent, or given up. */
  static final long PINGED = -2;

  /** A burst of pings must leave something for errors. */
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

  /** Whether the delivery thread is at work on an error. If a new one finds it so, that is lost. */
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

  /** Loads what no event has needed so far. */
  void prepare() {
    preparation.prepare();
  }

  /** Hands over what waits to the client that takes the place of this one, as often as it likes. */
  void handOver(Pipeline next) {
    next.refusals.takeOver(refusals);
    backlog.handOver(next.backlog);
  }

  /** What the two threads share. */
  Backlog backlog() {
    return backlog;
  }

  /** Takes an error in. True if it waits now as an event of its own. Delivery thread. */
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

  /** If the thread died with an error in hand, its successor counts that as lost. */
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
    Thread.interrupted(); // a flag that a handler left set would disturb the thread's own waiting
    if (event == null || !backlog.makeRoom(draft.key)) {
      return false; // what the handler cancels must not push out another
    }
    PendingEvent evicted = backlog.evicted();
    if (evicted != null && (spool == null || !spool.write(evicted, backlog))) {
      backlog.lost(evicted);
    }
    if (backlog.add(draft.key, event, occurrence.nanos, occurrence.visitor()) && spool != null) {
      spool.writeAll(backlog, null);
    }
    remember(occurrence); // not before: what was dropped or cancelled has its chance further up
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
   * Sends one event, or a ping if no event waits that was captured before it was wanted, or else a
   * visitor's. Sending thread.
   *
   * @param ping whether a ping of the client's own is wanted
   * @param hurry whether someone waits, so that the rate limit does not count
   * @return nanoseconds until the gate opens, 0 after an attempt, or a constant of this class
   */
  long send(boolean ping, boolean hurry) {
    if (backlog.passOn()) {
      return NOTHING; // another client sends
    }
    if (ping) { // if not, the delivery thread may have noted one at this moment
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

  /** A visitor's ping, last of all and never in a hurry: there may be a thousand of them. */
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

  /** Whether anything waits that the sending thread is needed for; the client's own ping apart. */
  boolean hasToSend() {
    return !backlog.isEmpty()
        || backlog.visitorsWait()
        || (spool != null && spool.hasToSend() && !backlog.isReplaced());
  }

  /** Returns false while the first request has to wait; see {@link ClassLoading}. Sending thread. */
  boolean isReadyToSend() {
    return sender.isReady();
  }

  /** Whether what cannot be sent before the end waits on disk for the next start. */
  boolean spools() {
    return spool != null;
  }

  /** The sending thread has nothing to do for a while, or, after the end, for ever. */
  void idle(boolean ended) {
    sender.idle();
    if (ended) {
      closeSpool();
    } else if (spool != null) {
      spool.lookAgain();
    }
  }

  /** Has all that waits written to disk, while it is still being sent, and then that done. */
  void spool(Runnable then) {
    if (spool != null) {
      spool.writeAll(backlog, then);
    }
  }

  /** Writes what waits to disk, as far as the disk takes it, and drops the rest. Delivery thread. */
  void end() {
    if (spool != null) {
      spool.writeAll(backlog, null);
      spool.settle(Long.MAX_VALUE);
    }
    backlog.end();
  }

  /**
   * Waits until the disk has done what it was asked for, but not for one that does not move.
   *
   * @return false if it has not
   */
  boolean settle(long nanos) {
    return spool == null || spool.settle(nanos);
  }

  /** Says it if the disk hangs. */
  void watchDisk() {
    if (spool != null) {
      spool.isHanging();
    }
  }

  /** Whether it is known what earlier runs left on disk. */
  boolean isSpoolReady() {
    return spool == null || spool.isAdopted();
  }

  /** Leaves what is on disk to the next client. */
  void closeSpool() {
    if (spool != null) {
      spool.close();
    }
  }
}
