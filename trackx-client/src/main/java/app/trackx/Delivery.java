package app.trackx;

import app.trackx.internal.delivery.FlushTracker;
import app.trackx.internal.delivery.Intake;
import app.trackx.internal.delivery.Lifecycle;
import app.trackx.internal.delivery.MemoryReserve;
import app.trackx.internal.delivery.RunningTime;
import app.trackx.internal.jvm.ClassLoading;
import app.trackx.internal.jvm.ThreadNames;
import app.trackx.internal.jvm.ThreadStop;
import app.trackx.internal.jvm.TimeSource;
import app.trackx.internal.session.UtcDay;
import app.trackx.internal.session.VisitorPing;
import app.trackx.internal.session.VisitorToken;
import app.trackx.internal.session.Visitors;
import app.trackx.internal.settings.Endpoint;
import app.trackx.internal.stack.CauseChain;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The delivery interface for application threads: captures their errors ({@link #accept}) and lets
 * them wait for the result ({@link #flush}); {@link Shutdown} ends it. Two threads do the work, in
 * {@link ProcessWorker} and {@link SendWorker}.
 */
final class Delivery {
  private final Options options;
  private final TimeSource time;
  private final Warnings warnings;
  final Counters counters;
  private final Lifecycle lifecycle = new Lifecycle();
  private final Inbox inbox;
  private final Intake<Occurrence> intake; // the inbox's, one step nearer for each error
  private final MemoryReserve reserve;
  private final ProcessWorker worker;
  private final Workers workers;
  private final Handover handover;

  /** Created with the first preview. */
  private volatile @Nullable Preview preview;

  /** Created with the first wait for the end; guarded by this. */
  private @Nullable Shutdown shutdown;

  Delivery(Options options, TimeSource time) {
    this.options = options;
    this.time = time;
    this.warnings = new Warnings(options.endpoint, options.origin);
    this.inbox = new Inbox(options.queueCapacity);
    this.intake = inbox.errors;
    this.counters = new Counters(warnings, intake);
    this.reserve = new MemoryReserve(options.endpoint.secure());
    this.worker = new ProcessWorker(options, inbox, lifecycle, counters, reserve, time);
    this.workers = worker.workers();
    this.handover = worker.handover();
  }

  /** Returns the current time on the monotonic clock. */
  long now() {
    return time.nanoTime();
  }

  Diagnostics diagnostics() {
    return counters.read();
  }

  /**
   * Queues an occurrence, or counts it as dropped. Takes no lock and never blocks, unless the JVM
   * shuts down; see {@link Shutdown#drainLate}. Throws only a {@code ThreadDeath}.
   *
   * <p>The stack may overflow at any call. Until the error is counted it exists nowhere; being
   * queued or refused is one step, and the code after that may fail.
   */
  void accept(Occurrence occurrence) {
    boolean counted = false;
    try {
      DropReason refusal = offer(occurrence);
      if (refusal != null) {
        counters.refused(refusal);
      }
      counted = true;
      if (refusal == null || refusal == DropReason.INTAKE_FULL) {
        alert(); // also when refused: perhaps there was no processing thread
      }
      if (refusal == null && lifecycle.isExitDrained()) {
        shutdown().drainLate();
      }
    } catch (StackOverflowError noStack) {
      if (!counted) {
        counters.withoutStack++;
      }
    } catch (Throwable noMemory) {
      if (!counted) {
        countLost();
      }
      ThreadStop.rethrow(noMemory);
    }
  }

  /** Counts an error that an adapter drops. */
  void drop(DropReason reason) {
    counters.refused(!lifecycle.isOpen() ? DropReason.SHUTDOWN : reason);
    if (lifecycle.isOpen()) {
      workers.ensureProcessing(); // to say it, the first time
    }
  }

  boolean reportsTo(Endpoint endpoint) {
    return options.endpoint.isSame(endpoint);
  }

  /** Returns the body that would be sent; null for none. Counts nothing. */
  @Nullable
  String preview(Occurrence occurrence) throws IOException {
    return preview().of(occurrence);
  }

  private synchronized Preview preview() {
    Preview known = preview;
    if (known == null) {
      known = new Preview(options, warnings);
      preview = known;
    }
    return known;
  }

  private void alert() {
    try {
      alertThread();
    } catch (OutOfMemoryError full) {
      // no other thread would release the reserve
      if (workers.releaseForThread(full)) {
        alertThread();
      }
    } catch (RuntimeException notAllowed) {
      // the next error asks again
    }
  }

  private void alertThread() {
    boolean running = workers.ensureProcessing();
    if (running && (lifecycle.isJvmExiting() || (intake.isHalfFull() && !workers.isHurried()))) {
      workers.hurry();
    }
  }

  /** Puts the occurrence into the intake, or returns the reason why not. */
  private @Nullable DropReason offer(Occurrence occurrence) {
    if (!lifecycle.isOpen()) {
      return DropReason.SHUTDOWN;
    }
    if (isOwnThread() || isOfOwnThread(occurrence)) {
      return DropReason.RECURSIVE;
    }
    if (occurrence.chain != null && noticesOutOfMemory(occurrence.chain)) {
      releaseReserve(); // frees memory for what follows on this thread: starting a new one
    }
    boolean taken;
    try {
      taken = offerToIntake(occurrence);
    } catch (OutOfMemoryError full) { // without an object for each error, see MemoryReserve
      releaseReserve();
      taken = offerToIntake(occurrence);
    }
    return taken ? null : DropReason.INTAKE_FULL;
  }

  private boolean offerToIntake(Occurrence occurrence) {
    return intake.offer(occurrence, kind(occurrence), source(), occurrence.weight);
  }

  private static boolean noticesOutOfMemory(CauseChain chain) {
    for (int i = 0; i < chain.size(); i++) {
      if (chain.error(i) instanceof OutOfMemoryError) {
        ClassLoading.noticeOutOfMemory(chain.message(i));
        return true;
      }
    }
    return false;
  }

  /** Returns a hash of the error's kind: errors of the same classes are likely to be the same. */
  private static int kind(Occurrence occurrence) {
    CauseChain chain = occurrence.chain;
    if (chain == null) {
      Occurrence.Details details = occurrence.details;
      return details == null || details.name == null ? 0 : details.name.hashCode();
    }
    int outermost = chain.error(0).getClass().hashCode();
    return 31 * outermost + chain.error(chain.size() - 1).getClass().hashCode();
  }

  private static int source() {
    return System.identityHashCode(Thread.currentThread());
  }

  /** Releases the memory reserve because the heap is full. Allocates nothing. */
  void releaseReserve() {
    reserve.release();
  }

  /** Counts an error that was captured while its thread was capturing another. */
  void countRecursive() {
    counters.refused(DropReason.RECURSIVE);
  }

  /**
   * Counts an error for which no occurrence could be created, for lack of memory or stack.
   * Allocates nothing.
   */
  void countLost() {
    try {
      counters.refused(DropReason.INTERNAL_ERROR);
    } catch (Throwable noStack) {
      counters.withoutStack++; // not a method call
    }
  }

  /** Returns true once the client no longer captures errors. */
  boolean isClosing() {
    return !lifecycle.isOpen();
  }

  /** Requests a ping for the application. */
  void ping() {
    if (lifecycle.isOpen()) {
      inbox.ping.request();
      workers.ensureProcessing();
    }
  }

  /**
   * Requests a ping for a visitor not seen today. Takes no lock, never blocks, and allocates
   * nothing for a known visitor.
   */
  void ping(String visitor) {
    long fingerprint = VisitorToken.fingerprint(visitor);
    if (!lifecycle.isOpen() || visitor.isEmpty()) { // empty: there was no memory for one
      return;
    }
    if (fingerprint == VisitorToken.NONE) {
      counters.pingWithoutToken();
      workers.ensureProcessing();
      return;
    }
    long day = UtcDay.of(time.wallMillis());
    Visitors visitors = inbox.visitors();
    if (visitors.knows(fingerprint, day)) {
      return;
    }
    if (!visitors.offer(new VisitorPing(visitor, fingerprint, day))) {
      counters.pingWithoutRoom();
    }
    workers.ensureProcessing();
    if (visitors.isHalfFull() && !workers.isHurried()) {
      workers.hurry();
    }
  }

  /** Sets what to do when the client has ended. Before anything is captured. */
  void atEnd(Runnable action) {
    lifecycle.atEnd(action);
  }

  /**
   * Runs the code path of an offered error once, to load its classes; see
   * {@link ErrorRecorder#warmUp}.
   */
  void warmUp(Occurrence occurrence) {
    new Intake<Occurrence>(1).offer(occurrence, kind(occurrence), source(), occurrence.weight);
    isOwnThread();
    ThreadNames.isName(ThreadNames.EXIT);
  }

  /** Starts reading the spool directory, if there is one. */
  void start() {
    if (worker.spools()) {
      try {
        workers.ensureProcessing(); // to send events of earlier runs
      } catch (Throwable noThread) {
        ThreadStop.rethrow(noThread);
        // started with the first event instead
      }
    }
  }

  /** Returns true until the client that this one replaces has ended. For tests. */
  boolean hasPrevious() {
    return handover.hasPrevious();
  }

  private boolean isOwnThread() {
    Preview running = preview;
    return workers.isCurrent() || (running != null && running.isCurrent());
  }

  /** Returns true if an adapter reports that the error happened on a thread of a client. */
  private static boolean isOfOwnThread(Occurrence occurrence) {
    Occurrence.Details details = occurrence.details;
    return details != null && ThreadNames.isName(details.thread);
  }

  /**
   * Blocks until every event captured before has been sent or dropped. Returns false if time runs
   * out or the server rate-limits the client.
   */
  boolean flush(long nanos) {
    if (!worker.isUnfinished()) {
      return true;
    }
    if (nanos <= 0 || isOwnThread()) { // the thread would wait for itself
      return false;
    }
    long flush = inbox.flushes.ask();
    try {
      Pipeline stages = workers.pipeline();
      if (stages != null) {
        stages.health().forgetRateLimit(); // may be outdated; the sending thread checks again
      }
      workers.await(
          new FlushTracker.Check() {
            @Override
            public boolean isOver() {
              return inbox.flushes.isDone(flush) || worker.isRateLimited();
            }
          },
          nanos,
          new RunningTime(time, inbox.flushes, 0));
    } finally {
      inbox.flushes.stopWaiting();
    }
    return inbox.flushes.isDone(flush);
  }

  /**
   * Lets this client, which is not published yet, continue from the state of a closed one with the
   * same endpoint.
   */
  void restore(LastClosed last) {
    if (last.isOf(options.endpoint)) {
      handover.restoreFrom(last);
    }
  }

  /** Returns the state that this client, which is about to be closed, leaves to the next one. */
  LastClosed remember() {
    return handover.remember(options.endpoint);
  }

  /**
   * Records the final state of a closed client. If it was closed before, its threads have recorded
   * nothing.
   */
  void recordLast() {
    Pipeline stages = workers.pipeline();
    if (stages != null) {
      handover.record(stages.health());
    }
  }

  /**
   * Prepares the handover to a client of the same endpoint, before that can capture anything;
   * {@link #closeAndHandOver} follows.
   */
  void prepareTakeover(Delivery next) {
    boolean used = workers.pipeline() != null || !lifecycle.hasEnded();
    if (used && next.options.endpoint.isSame(options.endpoint)) {
      handover.prepare(next.handover);
    }
  }

  /**
   * Sends pending events when the JVM shuts down, for {@code nanos} at most. Does nothing if none
   * is pending. From then on, a thread that captures an error waits for it; see
   * {@link Shutdown#drainLate}.
   */
  void drainAtExit(long nanos) {
    lifecycle.jvmExits(nanos);
    if (isUsed()) {
      shutdown().drainAtExit(nanos);
    }
    lifecycle.exitDrained();
    if (worker.isUnfinished()) { // what was captured before that could be seen
      shutdown().drainLate();
    }
  }

  /**
   * Stops capturing, and ends the client when pending events were sent or after {@code nanos}.
   *
   * @param wait whether to block until then
   */
  void close(long nanos, boolean wait) {
    if (!lifecycle.isOpen()) {
      return;
    }
    long start = time.nanoTime();
    long deadline = lifecycle.close(start, nanos, wait);
    if (!isUsed() && inbox.visitorsIfAny() == null) {
      worker.finish(); // nothing was ever captured
      return;
    }
    if (!workers.tryToWake()) {
      closeWithoutThread(start);
    }
    if (wait && !isOwnThread()) {
      shutdown().awaitEnd(start, deadline, nanos);
    }
  }

  /** Stops capturing and hands pending events over to the prepared client. */
  void closeAndHandOver(Delivery next, long nanos) {
    boolean used = isUsed();
    if (!handover.isPrepared() || !used) {
      close(nanos, false);
    } else if (lifecycle.isOpen()) {
      long start = time.nanoTime();
      lifecycle.close(start + Math.max(nanos, Handover.LONGEST_NANOS));
      if (!workers.tryToWake()) {
        closeWithoutThread(start);
      }
    }
    if (used && handover.isPrepared()) {
      next.workers.tryToWake();
    }
  }

  /** Keeps pending events until JVM shutdown, which requests a thread again. */
  private void closeWithoutThread(long start) {
    lifecycle.setDeadline(start + TimeUnit.DAYS.toNanos(365));
    if (!worker.isUnfinished()) {
      worker.finish();
    }
  }

  private boolean isUsed() {
    return workers.pipeline() != null || worker.isUnfinished();
  }

  private synchronized Shutdown shutdown() {
    Shutdown known = shutdown;
    if (known == null) {
      known = new Shutdown(worker, inbox.flushes, lifecycle, counters, reserve, time);
      shutdown = known;
    }
    return known;
  }
}
