package app.trackx;

import app.trackx.internal.delivery.FlushTracker;
import app.trackx.internal.delivery.Intake;
import app.trackx.internal.delivery.RunningTime;
import app.trackx.internal.delivery.TimeSource;
import app.trackx.internal.jvm.ClassLoading;
import app.trackx.internal.stack.CauseChain;
import app.trackx.internal.stack.ThreadStop;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The delivery interface for application threads: captures their errors ({@link #accept}) and lets
 * them wait for the result ({@link #flush}); {@link Shutdown} ends it. Two threads do the work, in
 * {@link ProcessWorker} and {@link SendWorker}.
 */
final class Delivery {
  private static final int MAX_EXTRA_META = 1_000;

  // constants, so that an error that exhausted stack or heap does not have to initialize this class
  static final EventType BY_HAND = EventType.PROGRAMMATIC;
  private static final EventType UNCAUGHT = EventType.UNHANDLED_ERROR;

  private final Options options;
  private final LiveMeta meta;
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

  /** Creates the delivery of errors with the live {@code meta}. */
  Delivery(Options options, LiveMeta meta, TimeSource time) {
    this.options = options;
    this.meta = meta;
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
   * Captures an error on the application's thread: the hot path.
   *
   * <p>Throws a {@code ThreadDeath}, and a StackOverflowError if the error was not counted. Public
   * methods catch the latter and increment {@link Counters#withoutStack}, which needs no further
   * stack.
   *
   * @param thread the thread on which the error happened; null for the calling one
   */
  void capture(
      EventType type,
      @Nullable Throwable reason,
      @Nullable Thread thread,
      @Nullable Map<String, ?> extraMeta,
      Occurrence.@Nullable Details details) {
    Occurrence occurrence;
    try {
      Thread where = thread == null ? Thread.currentThread() : thread;
      if (reason instanceof OutOfMemoryError) {
        releaseReserve(); // first: until then neither allocation nor class loading succeeds
      }
      try {
        occurrence = occurrence(type, time.nanoTime(), reason, where, extraMeta, details);
      } catch (OutOfMemoryError full) { // without an object for each error, see MemoryReserve
        releaseReserve();
        occurrence = occurrence(type, time.nanoTime(), reason, where, extraMeta, details);
      }
    } catch (StackOverflowError noStack) {
      throw noStack;
    } catch (Throwable neverToTheHost) {
      countLost();
      ThreadStop.rethrow(neverToTheHost);
      return;
    }
    if (occurrence == null) {
      countRecursive();
    } else {
      accept(occurrence);
    }
  }

  /** Returns null if the calling thread is already capturing an error. */
  private @Nullable Occurrence occurrence(
      EventType type,
      long now,
      @Nullable Throwable reason,
      Thread thread,
      @Nullable Map<String, ?> extraMeta,
      Occurrence.@Nullable Details details) {
    int[] depth = CaptureDepth.ofThisThread();
    if (depth[0] > 0) {
      return null;
    }
    depth[0]++;
    try {
      return new Occurrence(
          type,
          now,
          reason == null ? null : CauseChain.of(reason),
          details != null && details.thread != null ? details.thread : thread.getName(),
          meta.snapshot(),
          Occurrence.copyOf(extraMeta, MAX_EXTRA_META),
          details);
    } finally {
      depth[0]--; // not a method call: there may be no stack left
    }
  }

  /** Captures an uncaught exception. Called on the thread that is about to terminate. */
  void uncaught(Thread thread, Throwable error) {
    capture(UNCAUGHT, error, thread, null, null);
  }

  /**
   * Queues an occurrence, or counts it as dropped. Takes no lock and never blocks, unless the JVM
   * shuts down; see {@link Shutdown#drainLate}. Throws only a {@code ThreadDeath}.
   *
   * <p>The stack may overflow at any call. Until the error is counted it exists nowhere; being
   * queued or refused is one step, and the code after that may fail.
   */
  private void accept(Occurrence occurrence) {
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
    try {
      counters.refused(!lifecycle.isOpen() ? DropReason.SHUTDOWN : reason);
      if (lifecycle.isOpen()) {
        workers.ensureProcessing(); // to say it, the first time
      }
    } catch (Throwable neverToTheHost) {
      ThreadStop.rethrow(neverToTheHost);
      // no thread could be started to log it; it is counted
    }
  }

  boolean reportsTo(Endpoint endpoint) {
    return options.endpoint.isSame(endpoint);
  }

  /** Returns the body that would be sent; null for none. Counts nothing. */
  @Nullable
  String preview(Throwable error) throws IOException {
    Occurrence occurrence =
        occurrence(BY_HAND, time.nanoTime(), error, Thread.currentThread(), null, null);
    return occurrence == null ? null : preview().of(occurrence);
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
    if (occurrence.noticesOutOfMemory()) {
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
    return intake.offer(occurrence, occurrence.kind(), source(), occurrence.weight);
  }

  private static int source() {
    return System.identityHashCode(Thread.currentThread());
  }

  /** Releases the memory reserve because the heap is full. Allocates nothing. */
  void releaseReserve() {
    reserve.release();
  }

  /** Counts an error that was captured while its thread was capturing another. */
  private void countRecursive() {
    counters.refused(DropReason.RECURSIVE);
  }

  /**
   * Counts an error for which no occurrence could be created, for lack of memory or stack.
   * Allocates nothing.
   */
  private void countLost() {
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
   * Runs the code path of a captured error once, without capturing anything. A class whose
   * initialization fails for lack of stack stays broken for the lifetime of the JVM, and the first
   * error may be a StackOverflowError. So everything that the caller's thread needs is loaded and
   * initialized now.
   */
  void warmUp() {
    try {
      CurrentVisitor.get();
      ClassLoading.noticeOutOfMemory(null);
      Throwable error = new Throwable();
      ThreadStop.rethrow(error);
      Occurrence way = occurrence(BY_HAND, 0, error, Thread.currentThread(), null, null);
      if (way != null) {
        offerInVain(way);
      }
    } catch (Throwable neverToTheHost) {
      ThreadStop.rethrow(neverToTheHost);
    }
  }

  private void offerInVain(Occurrence occurrence) {
    new Intake<Occurrence>(1).offer(occurrence, occurrence.kind(), source(), occurrence.weight);
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
