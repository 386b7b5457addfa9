package app.trackx;

import app.trackx.internal.delivery.FlushTracker;
import app.trackx.internal.delivery.Intake;
import app.trackx.internal.delivery.RunningTime;
import app.trackx.internal.delivery.TimeSource;
import app.trackx.internal.jvm.ClassLoading;
import app.trackx.internal.stack.CauseChain;
import app.trackx.internal.stack.ThreadStop;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The delivery interface for application threads: captures their errors ({@link #accept}) and lets
 * them wait for the result ({@link #flush}, {@link #drainAtExit}, {@link #close}). Two threads do
 * the work, in {@link ProcessWorker} and {@link SendWorker}.
 */
final class Delivery {
  /** How soon to ask for a thread again while the JVM starts none and a caller waits. */
  private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** The part of the timeout that is reserved for counting and logging losses at shutdown. */
  private static final long ENDING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /**
   * Bound on the time in which the JVM is not scheduled at shutdown, as a multiple of the timeout.
   */
  private static final int STARVED_SHARE = 13;

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

  /** For how long the shutdown of the JVM may still be delayed. */
  private final AtomicLong exitNanosLeft = new AtomicLong();

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
   * shuts down; see {@link #drainLate}. Throws only a {@code ThreadDeath}.
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
        drainLate();
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
   * {@link TrackXClient#warmUp}.
   */
  void warmUp(Occurrence occurrence) {
    new Intake<Occurrence>(1).offer(occurrence, kind(occurrence), source(), occurrence.weight);
    isOwnThread();
    ThreadNames.isName(ThreadNames.EXIT);
  }

  /** Starts reading the spool directory, if there is one. */
  void start() {
    if (spools()) {
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
      awaitAwake(
          new FlushTracker.Check() {
            @Override
            public boolean isOver() {
              return inbox.flushes.isDone(flush) || worker.isRateLimited();
            }
          },
          nanos,
          wallClock());
    } finally {
      inbox.flushes.stopWaiting();
    }
    return inbox.flushes.isDone(flush);
  }

  /**
   * Sends pending events when the JVM shuts down, for {@code nanos} at most. Does nothing if none
   * is pending.
   */
  void drainAtExit(long nanos) {
    exitNanosLeft.set(nanos);
    lifecycle.jvmExits();
    long start = time.nanoTime();
    drainLate();
    Pipeline stages = workers.pipeline();
    if (spools() && stages != null && nanos > 0) {
      stages.backlog().spool(); // another shutdown hook may still report an error
      stages.settle(nanos - (time.nanoTime() - start)); // files of sent events must be deleted
    }
    lifecycle.exitDrained();
    drainLate(); // what was captured before that could be seen
  }

  /**
   * Sends pending events within the rest of the time by which shutdown may be delayed.
   *
   * <p>Shutdown hooks run concurrently, and none knows when the others end. So once the client's
   * own hook is done, a thread that captures an error waits here for its delivery: nothing else
   * keeps the JVM from exiting together with the thread and the error. The thread is a shutdown
   * hook, or one that a hook waits for; otherwise the JVM does not wait for it either. Together
   * they wait for the shutdown timeout at most.
   */
  private void drainLate() {
    if (!worker.isUnfinished()) {
      return;
    }
    long left = exitNanosLeft.get();
    if (left > 0) {
      drain(left);
    } else {
      workers.tryToWake();
      logLosses(0);
    }
  }

  private void drain(long nanos) {
    long now = time.nanoTime();
    long left =
        !lifecycle.isOpen() ? Math.max(0, Math.min(nanos, lifecycle.deadline() - now)) : nanos;
    RunningTime clock = new RunningTime(time, inbox.flushes, STARVED_SHARE * left);
    long deadline = clock.nanoTime() + left;
    long reportNanos = reportNanos(left);
    FlushTracker.Check over = new FlushTracker.Check() {
      @Override
      public boolean isOver() {
        return worker.isHopeless() || !worker.isUnfinished();
      }
    };
    // wall-clock time if there is a spool: events on disk survive a kill of the JVM
    RunningTime first = spools() ? wallClock() : clock;
    if (!awaitAwake(over, workers.tryToWake() ? left / 2 : left / 10, first)) {
      boolean awake = workers.tryToWake();
      spool();
      if (!first.isStarved()) { // otherwise it would compete with delivery for CPU time
        prepareExitReport();
      }
      clock.await(over, awake ? deadline - reportNanos - clock.nanoTime() : 0);
    }
    if (spools() && worker.isUnfinished()) {
      spool(); // the server may be down
      clock.await(
          new FlushTracker.Check() {
            @Override
            public boolean isOver() {
              return counters.inMemory() == 0;
            }
          },
          deadline - reportNanos - clock.nanoTime());
    }
    logLosses(reportNanos);
    exitNanosLeft.addAndGet(deadline - left - clock.nanoTime());
  }

  private RunningTime wallClock() {
    return new RunningTime(time, inbox.flushes, 0);
  }

  /**
   * Blocks until the check is over, for {@code nanos} at most. Requests a thread again while there
   * is none.
   */
  private boolean awaitAwake(FlushTracker.Check over, long nanos, RunningTime clock) {
    long deadline = clock.nanoTime() + nanos;
    boolean awake = workers.tryToWake();
    for (long left = nanos; !awake && left > 0; left = deadline - clock.nanoTime()) {
      if (clock.await(over, Math.min(left, ASK_AGAIN_NANOS))) {
        return true;
      }
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
      awake = workers.tryToWake();
    }
    return clock.await(over, Math.max(0, deadline - clock.nanoTime()));
  }

  /**
   * Loads the exit report in advance: it is likely needed, and loading it must not exceed the
   * timeout.
   */
  private void prepareExitReport() {
    if (!reserve.isReleased()) {
      try {
        ExitReport.prepare();
      } catch (Throwable noThread) {
        // then losses are not logged
      }
    }
  }

  /** Starts writing all queued events to disk while they are still being sent. Does not block. */
  private void spool() {
    Pipeline stages = workers.pipeline();
    if (!spools() || stages == null) {
      return;
    }
    try {
      stages.spool(new Runnable() {
        @Override
        public void run() {
          workers.wakeProcessing(); // a closed client ends when nothing is left in memory
          inbox.flushes.signal();
        }
      });
    } catch (Throwable noMemory) {
      // then they are lost and counted
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
    long reportNanos = reportNanos(nanos);
    long deadline = start + nanos - reportNanos - Math.min(ENDING_NANOS, nanos / 10);
    lifecycle.close(deadline, wait);
    if (!worker.isUnfinished() && workers.pipeline() == null && inbox.visitorsIfAny() == null) {
      worker.finish(); // nothing was ever captured
      return;
    }
    if (!workers.tryToWake()) {
      closeWithoutThread(start);
    }
    if (!wait || isOwnThread()) {
      return;
    }
    FlushTracker.Check over = lifecycle;
    if (!awaitAwake(over, nanos / 2, wallClock())) {
      if (workers.tryToWake()) {
        lifecycle.setDeadline(deadline);
      }
      spool();
      prepareExitReport();
      boolean ended = inbox.flushes.await(over, start + nanos - reportNanos - time.nanoTime());
      if (!ended && !Thread.currentThread().isInterrupted()) {
        try {
          logLosses(reportNanos); // a handler may hang
        } catch (Throwable noThread) {
          // losses are logged at JVM shutdown
        }
      }
    }
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

  /** Stops capturing and hands pending events over to the prepared client. */
  void closeAndHandOver(Delivery next, long nanos) {
    boolean used = workers.pipeline() != null || worker.isUnfinished();
    if (!handover.isPrepared() || !used) {
      close(nanos, false);
    } else if (lifecycle.isOpen()) {
      long start = time.nanoTime();
      lifecycle.close(start + Math.max(nanos, Handover.LONGEST_NANOS), false);
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

  private boolean spools() {
    return options.spoolDirectory != null;
  }

  private static long reportNanos(long nanos) {
    return Math.min(ExitReport.LONGEST_NANOS, nanos / ExitReport.SHARE);
  }

  private void logLosses(long reportNanos) {
    long inMemory = counters.inMemory();
    if (inMemory > 0 && !lifecycle.hasEnded()) {
      Diagnostics now = counters.read();
      if (!warnings.isLossLogged(now.totalDropped() + inMemory)) {
        ExitReport.log(warnings, now, inMemory, reportNanos);
      }
    }
  }
}
