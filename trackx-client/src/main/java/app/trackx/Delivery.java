package app.trackx;

import app.trackx.internal.delivery.DeliveryThread;
import app.trackx.internal.delivery.DetachedThreads;
import app.trackx.internal.delivery.Flushes;
import app.trackx.internal.delivery.Intake;
import app.trackx.internal.delivery.TimeSource;
import app.trackx.internal.stack.CauseChain;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The side of delivery that the application's threads see: takes their errors in ({@link #accept}),
 * and lets them wait for the end of it ({@link #flush}, {@link #drainAtExit}, {@link #close}). The
 * work is done by two threads, in {@link Taking} and {@link Sending}.
 */
final class Delivery {
  /** After so long without work a thread of the client ends. */
  static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** However few may wait for the server: what comes in a burst is to be looked at. */
  private static final int SMALLEST_INTAKE = 128;

  /** What counting and saying what is lost may take at the end, of the time that is given. */
  private static final long TO_END_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Endpoint endpoint;
  private final State state = new State();
  private final Warnings warnings;
  private final Counters counters;
  private final TimeSource time;
  private final Intake<Occurrence> intake;
  private final HeldTexts texts = new HeldTexts();
  private final Flushes flushes = new Flushes();
  private final Taking taking;
  private final DeliveryThread delivery;
  private final boolean spools;
  private final Reserve reserve;

  Delivery(Options options, TimeSource time) {
    this.endpoint = options.endpoint;
    this.warnings = new Warnings(options.endpoint, options.origin);
    this.counters = new Counters(warnings);
    this.time = time;
    // twice as many, since one thread in a loop may take half of it
    long room = Math.max(SMALLEST_INTAKE, 2L * options.queueCapacity);
    this.intake = new Intake<>((int) Math.min(Integer.MAX_VALUE, room));
    this.spools = options.spoolDirectory != null;
    this.reserve = new Reserve(options.endpoint.secure());
    this.taking =
        new Taking(options, state, counters, warnings, time, intake, texts, flushes, reserve);
    this.delivery = new DeliveryThread(OwnThreads.DELIVERY, true, taking, time, IDLE_NANOS);
    taking.runsOn(delivery);
  }

  /** The time of this moment, on the clock that never jumps. */
  long now() {
    return time.nanoTime();
  }

  Diagnostics diagnostics() {
    return counters.read();
  }

  /** Hands an occurrence over, or counts it as dropped. Takes no lock and never waits. */
  void accept(Occurrence occurrence) {
    counters.captured();
    if (state.closing) {
      counters.dropped(DropReason.CLOSED, 1);
    } else if (isOwnThread() || isOfOwnThread(occurrence)) {
      counters.dropped(DropReason.RECURSIVE, 1);
    } else if (offer(occurrence)) {
      try {
        alert();
      } catch (OutOfMemoryError full) {
        reserve.letGo(); // without a thread nobody else would
        alert();
      }
    }
  }

  /** Counts an error that an adapter gave up. */
  void drop(DropReason reason) {
    counters.captured();
    counters.dropped(state.closing ? DropReason.CLOSED : reason, 1);
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
    delivery.ensureRunning();
    if (state.exiting || (intake.isHalfFull() && !state.woken)) {
      state.woken = true;
      delivery.wake(); // no time to lose, or a burst that would overflow before the thread looks
    }
  }

  private boolean offer(Occurrence occurrence) {
    if (occurrence.chain != null && isOutOfMemory(occurrence.chain)) {
      makeRoom(); // for what follows on this thread: the memory for a new one
    }
    try {
      if (texts.take(occurrence.weight) && offerOrGiveBack(occurrence)) {
        return true;
      }
      counters.dropped(DropReason.INTAKE_FULL, 1);
    } catch (Throwable noMemory) {
      counters.dropped(DropReason.INTERNAL_ERROR, 1);
    }
    return false;
  }

  private boolean offerOrGiveBack(Occurrence occurrence) {
    boolean taken = false;
    try {
      try {
        taken = intake.offer(occurrence, kind(occurrence), source());
      } catch (OutOfMemoryError full) {
        makeRoom();
        taken = intake.offer(occurrence, kind(occurrence), source());
      }
    } finally {
      if (!taken) {
        texts.giveBack(occurrence.weight);
      }
    }
    return taken;
  }

  private static boolean isOutOfMemory(CauseChain chain) {
    for (int i = 0; i < chain.size(); i++) {
      if (chain.error(i) instanceof OutOfMemoryError) {
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
    reserve.letGo();
  }

  /** An occurrence could not even be made, for want of memory perhaps. Allocates nothing. */
  void failedToCapture() {
    counters.captured();
    counters.dropped(DropReason.INTERNAL_ERROR, 1);
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

  /** Has the JVM wait for what is pending when it ends, for so long at most. */
  void installExitHook(long nanos) {
    taking.endWith(ExitHook.install(this, nanos));
    if (spools) {
      try {
        delivery.ensureRunning(); // to send what earlier runs left
      } catch (Throwable noThread) {
        // with the first event, then
      }
    }
  }

  private boolean unfinished() {
    return counters.inMemory() > 0 || state.pingWanted;
  }

  private void wake() {
    delivery.wake();
    DeliveryThread sending = state.sending;
    if (sending != null) {
      sending.wake();
    }
  }

  private boolean isOwnThread() {
    DeliveryThread sending = state.sending;
    return delivery.isCurrent()
        || (sending != null && sending.isCurrent())
        || state.previewing == Thread.currentThread();
  }

  /** Whether an adapter heard of it elsewhere, and says that it was on a thread of a client. */
  private static boolean isOfOwnThread(Occurrence occurrence) {
    Occurrence.Details details = occurrence.details;
    return details != null && OwnThreads.isName(details.thread);
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
      tryToWake();
      flushes.await(
          new Flushes.Check() {
            @Override
            public boolean isOver() {
              return flushes.isDone(flush) || state.locked;
            }
          },
          nanos);
    } finally {
      flushes.stopWaiting();
    }
    return flushes.isDone(flush);
  }

  /** The JVM ends: sends what is pending, for so long at most. Does nothing if nothing is. */
  void drainAtExit(long nanos) {
    state.exiting = true;
    if (unfinished()) {
      drain(nanos);
    }
    Pipeline stages = state.pipeline;
    if (spools && stages != null && nanos > 0) {
      stages.backlog().expectTheEnd(); // another shutdown hook may fail
    }
  }

  private void drain(long nanos) {
    long now = time.nanoTime();
    long left = state.closing ? Math.max(0, Math.min(nanos, state.closeDeadline - now)) : nanos;
    long deadline = now + left;
    long toSay = toSay(left);
    boolean awake = tryToWake();
    Flushes.Check over = new Flushes.Check() {
      @Override
      public boolean isOver() {
        return state.hopeless || !unfinished();
      }
    };
    if (!flushes.await(over, awake ? left / 2 : left / 10)) {
      awake = tryToWake();
      spool();
      prepareLastWords();
      flushes.await(over, awake ? deadline - toSay - time.nanoTime() : 0);
    }
    if (spools && unfinished()) {
      spool(); // the server is down, perhaps
      flushes.await(
          new Flushes.Check() {
            @Override
            public boolean isOver() {
              return counters.inMemory() == 0;
            }
          },
          deadline - toSay - time.nanoTime());
    }
    sayWhatIsLost(toSay);
  }

  /** False if there is no thread to be had: then the next that is captured, or the end, asks again. */
  private boolean tryToWake() {
    try {
      wake();
      return true;
    } catch (Throwable noThread) {
      reserve.letGo(); // for want of memory, perhaps
      return false;
    }
  }

  /** Likely needed, and not to be paid for beyond the timeout. */
  private void prepareLastWords() {
    if (!reserve.isLetGo()) {
      try {
        LastWords.prepare();
      } catch (Throwable noThread) {
        // then they are not said
      }
    }
  }

  /**
   * Writes all that waits to disk, while it is still being sent. On a thread of its own: a disk that
   * hangs must not hold the exit.
   */
  private void spool() {
    Pipeline stages = state.pipeline;
    if (!spools || stages == null) {
      return;
    }
    try {
      DetachedThreads.create(OwnThreads.SPOOL, new Runnable() {
            @Override
            public void run() {
              stages.backlog().spool();
              delivery.wake(); // a client that is closed ends when nothing is left in memory
              flushes.signal();
            }
          })
          .start();
    } catch (Throwable noThread) {
      // no memory, likely: then they are lost, and counted
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
    Flushes.Check over = new Ended(state);
    if (!flushes.await(over, nanos / 2)) {
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

  /** What is pending waits for the end of the JVM, which asks for a thread again. */
  private void closeWithoutThread(long start) {
    state.closeDeadline = start + TimeUnit.DAYS.toNanos(365);
    if (!unfinished()) {
      taking.finish();
    }
  }

  private static long toSay(long nanos) {
    return Math.min(LastWords.LONGEST_NANOS, nanos / LastWords.SHARE);
  }

  private void sayWhatIsLost(long toSay) {
    long inMemory = counters.inMemory();
    if (inMemory > 0 && !state.ended && !warnings.isEndSaid()) {
      LastWords.say(warnings, counters.read(), inMemory, toSay);
    }
  }
}
