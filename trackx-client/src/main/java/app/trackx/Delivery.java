package app.trackx;

import app.trackx.internal.delivery.WorkerThread;
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
 * The side of delivery that the application's threads see: takes their errors in ({@link #accept}),
 * and lets them wait for the end of it ({@link #flush}, {@link #drainAtExit}, {@link #close}). The
 * work is done by two threads, in {@link ProcessWorker} and {@link SendWorker}.
 */
final class Delivery {
  /** After so long without work a thread of the client ends. */
  static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** However few may wait for the server: what comes in a burst is to be looked at. */
  private static final int SMALLEST_INTAKE = 128;

  /** While the JVM starts no thread and somebody waits. */
  private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** What counting and saying what is lost may take at the end, of the time that is given. */
  private static final long TO_END_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** How many times the time at the end there may be beside it in which the JVM is not run. */
  private static final int STARVED_SHARE = 13;

  private final Endpoint endpoint;
  private final State state = new State();
  private final Warnings warnings;
  final Counters counters;
  private final TimeSource time;
  private final Intake<Occurrence> intake;
  private final FlushTracker flushes = new FlushTracker();
  private final ProcessWorker taking;
  private final WorkerThread delivery;
  private final boolean spools;
  private final MemoryReserve reserve;

  /** For how long the end of the JVM may still be held up. */
  private final AtomicLong exitNanosLeft = new AtomicLong();

  Delivery(Options options, TimeSource time) {
    this.endpoint = options.endpoint;
    this.warnings = new Warnings(options.endpoint, options.origin);
    this.time = time;
    // twice as many, since one thread in a loop may take half of it
    long room = Math.max(SMALLEST_INTAKE, 2L * options.queueCapacity);
    this.intake = new Intake<>((int) Math.min(Integer.MAX_VALUE, room), TextBudget.MOST);
    this.counters = new Counters(warnings, intake);
    this.spools = options.spoolDirectory != null;
    this.reserve = new MemoryReserve(options.endpoint.secure());
    this.taking = new ProcessWorker(options, state, counters, warnings, time, intake, flushes, reserve);
    this.delivery = new WorkerThread(ThreadNames.DELIVERY, true, taking, time, IDLE_NANOS);
    taking.runsOn(delivery);
  }

  /** The time of this moment, on the clock that never jumps. */
  long now() {
    return time.nanoTime();
  }

  Diagnostics diagnostics() {
    return counters.read();
  }

  /**
   * Hands an occurrence over, or counts it as dropped. Takes no lock and never waits, unless the JVM is
   * ending, see {@link #drainLate}. Throws nothing but what stops the thread.
   *
   * <p>The stack may end at any call. Until it is counted it is nowhere, and being taken in or refused
   * is one step; what follows may fail.
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
        alert(); // when refused, too: perhaps there was no thread that takes in
      }
      if (refusal == null && state.drained) {
        drainLate();
      }
    } catch (StackOverflowError noStack) {
      if (!counted) {
        counters.withoutStack++;
      }
    } catch (Throwable noMemory) {
      if (!counted) {
        lost();
      }
      ThreadStop.rethrow(noMemory);
    }
  }

  /** Counts an error that an adapter gave up. */
  void drop(DropReason reason) {
    counters.refused(state.closing ? DropReason.SHUTDOWN : reason);
    if (!state.closing) {
      delivery.ensureRunning(); // to say it, the first time
    }
  }

  /** Whether that is where events go. */
  boolean reportsTo(Endpoint endpoint) {
    return this.endpoint.isSame(endpoint);
  }

  /** The body that would be sent; null for none. Nothing is counted. */
  @Nullable
  String preview(Occurrence occurrence) throws IOException {
    return taking.preview(occurrence);
  }

  private void alert() {
    try {
      alertThread();
    } catch (OutOfMemoryError full) {
      if (!WorkerThread.isOfThreads(full) && reserve.release()) { // nobody else would
        delivery.askAgain();
        alertThread();
      }
    } catch (RuntimeException notAllowed) {
      // whoever comes next asks again
    }
  }

  private void alertThread() {
    boolean running = delivery.ensureRunning();
    if (running && (state.exiting || (intake.isHalfFull() && !state.woken))) {
      state.woken = true;
      delivery.wake(); // no time to lose, or a burst that would overflow before the thread looks
    }
  }

  /** Takes it in, or says why not. */
  private @Nullable DropReason offer(Occurrence occurrence) {
    if (state.closing) {
      return DropReason.SHUTDOWN;
    }
    if (isOwnThread() || isOfOwnThread(occurrence)) {
      return DropReason.RECURSIVE;
    }
    if (occurrence.chain != null && noticesOutOfMemory(occurrence.chain)) {
      makeRoom(); // for what follows on this thread: the memory for a new one
    }
    boolean taken;
    try {
      taken = offerToIntake(occurrence);
    } catch (OutOfMemoryError full) {
      makeRoom();
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

  /** Errors of the same classes are likely to be the same. */
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

  /** The heap is full: lets memory go that was kept for that. Allocates nothing. */
  void makeRoom() {
    reserve.release();
  }

  /** It was captured while its thread was capturing: counted, and no more. */
  void recursive() {
    counters.refused(DropReason.RECURSIVE);
  }

  /** An occurrence could not even be made, for want of memory or stack perhaps. Allocates nothing. */
  void lost() {
    try {
      counters.refused(DropReason.INTERNAL_ERROR);
    } catch (Throwable noStack) {
      counters.withoutStack++; // no call
    }
  }

  /** Whether nothing more is taken in. */
  boolean isClosing() {
    return state.closing;
  }

  /** Asks for a ping. */
  void ping() {
    if (!state.closing) {
      state.pingWanted = true;
      delivery.ensureRunning();
    }
  }

  /**
   * Asks for a ping of a visitor, unless one was seen today. Takes no lock, never waits, and allocates
   * nothing for a visitor who is known.
   */
  void ping(String visitor) {
    long fingerprint = VisitorToken.fingerprint(visitor);
    if (state.closing || visitor.isEmpty()) { // empty: there was no memory for one
      return;
    }
    if (fingerprint == VisitorToken.NONE) {
      counters.pingWithoutToken();
      delivery.ensureRunning();
      return;
    }
    long day = UtcDay.of(time.wallMillis());
    Visitors visitors = state.visitors();
    if (visitors.knows(fingerprint, day)) {
      return;
    }
    if (!visitors.offer(new VisitorPing(visitor, fingerprint, day))) {
      counters.pingWithoutRoom();
    }
    delivery.ensureRunning();
    if (visitors.areHalfFull() && !state.woken) {
      state.woken = true;
      delivery.wake();
    }
  }

  /** What is to be given back when the client has ended. Before anything is captured. */
  void endWith(JvmHooks hooks) {
    taking.endWith(hooks);
  }

  /** Goes the way of an error that is offered, for its classes: see {@link TrackXClient#rehearse}. */
  void rehearse(Occurrence occurrence) {
    new Intake<Occurrence>(1).offer(occurrence, kind(occurrence), source(), occurrence.weight);
    isOwnThread();
    ThreadNames.isName(ThreadNames.EXIT);
  }

  /** Looks what earlier runs left on disk, if there is one. */
  void start() {
    if (spools) {
      try {
        delivery.ensureRunning(); // to send what earlier runs left
      } catch (Throwable noThread) {
        ThreadStop.rethrow(noThread);
        // with the first event, then
      }
    }
  }

  private boolean unfinished() {
    return counters.inMemory() > 0 || state.pingWanted || state.isTakingOver();
  }

  /** What the threads of this client let each other know. */
  State state() {
    return state;
  }

  /** A client whose place this one takes has ended. Any thread. */
  void lookAgain() {
    if (flushes.isAsked() || state.isLast()) {
      tryToWake();
    }
    flushes.signal();
  }

  /** Makes the threads look at once. Throws if none is to be had. Any thread. */
  void wake() {
    delivery.wake();
    WorkerThread sending = state.sending;
    if (sending != null) {
      sending.wake();
    }
  }

  private boolean isOwnThread() {
    WorkerThread sending = state.sending;
    return delivery.isCurrent()
        || (sending != null && sending.isCurrent())
        || state.previewing == Thread.currentThread();
  }

  /** Whether an adapter heard of it elsewhere, and says that it was on a thread of a client. */
  private static boolean isOfOwnThread(Occurrence occurrence) {
    Occurrence.Details details = occurrence.details;
    return details != null && ThreadNames.isName(details.thread);
  }

  /** Waits until everything captured before has ended. False if time ran out, or on a lock. */
  boolean flush(long nanos) {
    if (!unfinished()) {
      return true;
    }
    if (nanos <= 0 || isOwnThread()) { // the thread would wait for itself
      return false;
    }
    long flush = flushes.ask();
    try {
      state.locked = false; // may be of long ago; the thread looks again
      awaitAwake(
          new FlushTracker.Check() {
            @Override
            public boolean isOver() {
              return flushes.isDone(flush) || state.locked;
            }
          },
          nanos,
          wallClock());
    } finally {
      flushes.stopWaiting();
    }
    return flushes.isDone(flush);
  }

  /** The JVM ends: sends what is pending, for so long at most. Does nothing if nothing is. */
  void drainAtExit(long nanos) {
    exitNanosLeft.set(nanos);
    state.exiting = true;
    long start = time.nanoTime();
    drainLate();
    Pipeline stages = state.pipeline;
    if (spools && stages != null && nanos > 0) {
      stages.backlog().spool(); // another shutdown hook may fail
      stages.settle(nanos - (time.nanoTime() - start)); // what was sent is to be deleted
    }
    state.drained = true;
    drainLate(); // what was captured before that could be seen
  }

  /**
   * Sends what is pending, for what is left of the time that the end of the JVM may be held up.
   *
   * <p>Shutdown hooks run side by side, and none can know when the others end. So once the client's own
   * is done, a thread that captures an error waits for it here: nothing else keeps the JVM from ending
   * with the thread, and the error with it. It is a shutdown hook, or one that a hook waits for, or
   * the JVM does not wait for it either. What all of them wait together is the shutdown timeout.
   */
  private void drainLate() {
    if (!unfinished()) {
      return;
    }
    long left = exitNanosLeft.get();
    if (left > 0) {
      drain(left);
    } else {
      tryToWake();
      sayWhatIsLost(0);
    }
  }

  private void drain(long nanos) {
    long now = time.nanoTime();
    long left = state.closing ? Math.max(0, Math.min(nanos, state.closeDeadline - now)) : nanos;
    RunningTime clock = new RunningTime(time, flushes, STARVED_SHARE * left);
    long deadline = clock.nanoTime() + left;
    long toSay = toSay(left);
    FlushTracker.Check over = new FlushTracker.Check() {
      @Override
      public boolean isOver() {
        return state.hopeless || !unfinished();
      }
    };
    // by the clock if there is a spool: what is on disk is safe from whoever kills the JVM
    RunningTime first = spools ? wallClock() : clock;
    if (!awaitAwake(over, tryToWake() ? left / 2 : left / 10, first)) {
      boolean awake = tryToWake();
      spool();
      if (!first.isStarved()) { // else it would take the time that delivery needs
        prepareLastWords();
      }
      clock.await(over, awake ? deadline - toSay - clock.nanoTime() : 0);
    }
    if (spools && unfinished()) {
      spool(); // the server is down, perhaps
      clock.await(
          new FlushTracker.Check() {
            @Override
            public boolean isOver() {
              return counters.inMemory() == 0;
            }
          },
          deadline - toSay - clock.nanoTime());
    }
    sayWhatIsLost(toSay);
    exitNanosLeft.addAndGet(deadline - left - clock.nanoTime());
  }

  private RunningTime wallClock() {
    return new RunningTime(time, flushes, 0);
  }

  /** Waits for that, for so long at most, and asks for a thread again while there is none. */
  private boolean awaitAwake(FlushTracker.Check over, long nanos, RunningTime clock) {
    long deadline = clock.nanoTime() + nanos;
    boolean awake = tryToWake();
    for (long left = nanos; !awake && left > 0; left = deadline - clock.nanoTime()) {
      if (clock.await(over, Math.min(left, ASK_AGAIN_NANOS))) {
        return true;
      }
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
      awake = tryToWake();
    }
    return clock.await(over, Math.max(0, deadline - clock.nanoTime()));
  }

  /** False if there is no thread to be had: then the next that is captured, or the end, asks again. */
  private boolean tryToWake() {
    try {
      delivery.askAgain();
      wake();
      return true;
    } catch (Throwable noThread) {
      ThreadStop.rethrow(noThread);
      if (!WorkerThread.isOfThreads(noThread)) {
        reserve.release(); // for want of memory, perhaps
      }
      return false;
    }
  }

  /** Likely needed, and not to be paid for beyond the timeout. */
  private void prepareLastWords() {
    if (!reserve.isReleased()) {
      try {
        ExitReport.prepare();
      } catch (Throwable noThread) {
        // then they are not said
      }
    }
  }

  /** Has all that waits written to disk, while it is still being sent. Does not wait for that. */
  private void spool() {
    Pipeline stages = state.pipeline;
    if (!spools || stages == null) {
      return;
    }
    try {
      stages.spool(new Runnable() {
        @Override
        public void run() {
          delivery.wake(); // a client that is closed ends when nothing is left in memory
          flushes.signal();
        }
      });
    } catch (Throwable noMemory) {
      // then they are lost, and counted
    }
  }

  /**
   * Takes nothing more in, and ends when what is pending was sent or after {@code nanos}.
   *
   * @param wait whether to wait for that
   */
  void close(long nanos, boolean wait) {
    if (state.closing) {
      return;
    }
    long start = time.nanoTime();
    long toSay = toSay(nanos);
    long deadline = start + nanos - toSay - Math.min(TO_END_NANOS, nanos / 10);
    state.closeDeadline = deadline;
    state.closeWaits = wait;
    state.closing = true;
    if (!unfinished() && state.pipeline == null && state.visitors == null) {
      taking.finish(); // nothing was ever captured
      return;
    }
    if (!tryToWake()) {
      closeWithoutThread(start);
    }
    if (!wait || isOwnThread()) {
      return;
    }
    FlushTracker.Check over = new Ended(state);
    if (!awaitAwake(over, nanos / 2, wallClock())) {
      if (tryToWake()) {
        state.closeDeadline = deadline;
      }
      spool();
      prepareLastWords();
      boolean ended = flushes.await(over, start + nanos - toSay - time.nanoTime());
      if (!ended && !Thread.currentThread().isInterrupted()) {
        try {
          sayWhatIsLost(toSay); // a handler that does not return, perhaps
        } catch (Throwable noThread) {
          // it is said at the end of the JVM
        }
      }
    }
  }

  /** Has this client, which nobody knows yet, go on where one of the same endpoint was closed. */
  void recall(LastClosed last) {
    if (last.isOf(endpoint)) {
      state.recalls = last;
    }
  }

  /** Returns where this client, which is about to be closed, notes what the next is to know. */
  LastClosed remember() {
    LastClosed memory = LastClosed.of(endpoint, state.recalls);
    state.remembersIn = memory;
    return memory;
  }

  /** The client is closed. If it had been before, its threads have noted nothing. */
  void noteLast() {
    Pipeline stages = state.pipeline;
    if (stages != null) {
      stages.backlog().rememberIn(state.remembersIn);
    }
  }

  /**
   * Has a client of the same endpoint take the place of this one. To be called before anything can be
   * captured by it; {@link #giveWay} follows.
   */
  void prepareTakeover(Delivery next) {
    boolean used = state.pipeline != null || !state.ended;
    if (used && next.endpoint.isSame(endpoint)) {
      Takeover.prepare(state, next);
    }
  }

  /** Takes nothing more in, and hands what is pending over to the client that was named before. */
  void giveWay(Delivery next, long nanos) {
    boolean used = state.pipeline != null || unfinished();
    if (state.givesTo == null || !used) {
      close(nanos, false);
    } else if (!state.closing) {
      long start = time.nanoTime();
      state.closeDeadline = start + Math.max(nanos, Takeover.LONGEST_NANOS);
      state.closing = true;
      if (!tryToWake()) {
        closeWithoutThread(start);
      }
    }
    if (used && state.givesTo != null) {
      next.tryToWake();
    }
  }

  /** What is pending waits for the end of the JVM, which asks for a thread again. */
  private void closeWithoutThread(long start) {
    state.closeDeadline = start + TimeUnit.DAYS.toNanos(365);
    if (!unfinished()) {
      taking.finish();
    }
  }

  private static long toSay(long nanos) {
    return Math.min(ExitReport.LONGEST_NANOS, nanos / ExitReport.SHARE);
  }

  private void sayWhatIsLost(long toSay) {
    long inMemory = counters.inMemory();
    if (inMemory > 0 && !state.ended) {
      Diagnostics now = counters.read();
      if (!warnings.isLossLogged(now.totalDropped() + inMemory)) {
        ExitReport.say(warnings, now, inMemory, toSay);
      }
    }
  }
}
