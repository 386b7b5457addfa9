package app.trackx;

import app.trackx.internal.delivery.DeliveryThread;
import app.trackx.internal.delivery.Flushes;
import app.trackx.internal.delivery.Intake;
import app.trackx.internal.delivery.TimeSource;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes errors in on the threads of the application ({@link #accept}), drives the {@link Pipeline}
 * on the delivery thread ({@link #step}), and lets threads wait for the end of it ({@link #flush},
 * {@link #drainAtExit}, {@link #close}).
 */
final class Delivery implements DeliveryThread.Work {
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** So that a storm that keeps the intake full does not keep what waits from being sent. */
  private static final int TAKEN_A_STEP = 64;

  private final Options options;
  private final Counters counters;
  private final Warnings warnings;
  private final TimeSource time;
  private final Intake<Occurrence> intake;
  private final int halfFull;
  private final Flushes flushes = new Flushes();
  private final DeliveryThread thread;

  /** Until it was sent; several that wait are one, as they would be to the server. */
  private volatile boolean pingWanted;

  private volatile boolean closing;
  private volatile long closeDeadline;
  private volatile boolean closeWaits;
  private volatile boolean exiting;
  private volatile boolean hopeless;
  private volatile boolean locked;
  private volatile boolean ended;
  private volatile @Nullable ExitHook exitHook;

  // delivery thread only
  private @Nullable Pipeline pipeline;

  Delivery(Options options, Counters counters, TimeSource time) {
    this.options = options;
    this.counters = counters;
    this.warnings = new Warnings(options.endpoint, options.origin);
    this.time = time;
    this.intake = new Intake<>(options.queueCapacity);
    this.halfFull = Math.max(1, options.queueCapacity / 2);
    this.thread = new DeliveryThread(this, time, IDLE_NANOS);
  }

  /** Hands an occurrence over, or counts it as dropped. Takes no lock and never waits. */
  void accept(Occurrence occurrence) {
    counters.captured();
    if (closing) {
      drop(DropReason.CLOSED);
    } else if (thread.isCurrent()) {
      drop(DropReason.RECURSIVE);
    } else if (offer(occurrence)) {
      thread.ensureRunning();
      if (exiting || intake.size() == halfFull) {
        thread.wake(); // no time to lose, or a burst that would overflow before the thread looks
      }
    }
  }

  private boolean offer(Occurrence occurrence) {
    try {
      if (intake.offer(occurrence)) {
        return true;
      }
      drop(DropReason.INTAKE_FULL);
    } catch (Throwable noMemory) {
      drop(DropReason.INTERNAL_ERROR);
    }
    return false;
  }

  /** An occurrence could not even be made, for want of memory perhaps. Allocates nothing. */
  void failedToCapture() {
    counters.captured();
    drop(DropReason.INTERNAL_ERROR);
  }

  /** Asks for a ping. */
  void ping() {
    if (!closing) {
      pingWanted = true;
      thread.ensureRunning();
    }
  }

  /** Has the JVM wait for what is pending when it ends, for so long at most. */
  void installExitHook(long nanos) {
    exitHook = ExitHook.install(this, nanos);
  }

  @Override
  public long step() {
    warnings.sayWhatIsDue();
    Pipeline stages;
    try {
      stages = pipeline();
    } catch (Throwable brokenClassPath) {
      return withoutPipeline(brokenClassPath);
    }
    flushes.notice(stages.taken(), intake);
    stages.wantPing(pingWanted);
    if (mustEnd()) {
      end(stages);
    }
    boolean more = takeSome(stages);
    boolean last = closing || exiting;
    if (last) {
      stages.lastAttempts();
    }
    long wait = stages.send(pingWanted, exiting || closeWaits || flushes.isAsked());
    if (wait == Pipeline.PINGED) {
      pingWanted = false;
      wait = 0;
    }
    publish(stages);
    flushes.advance(stages.taken(), stages.oldest());
    if (last || locked) {
      flushes.signal();
    }
    if (more || (closing && !ended && mustEnd())) {
      return 0;
    }
    return wait == Pipeline.NOTHING ? nothingToDo() : wait;
  }

  private long nothingToDo() {
    return ended && !unfinished() ? OVER : IDLE;
  }

  /** A library is missing or of a wrong version: nothing can be sent, and that is said. */
  private long withoutPipeline(Throwable failure) {
    warnings.broken(failure);
    pingWanted = false;
    while (intake.poll() != null) {
      drop(DropReason.INTERNAL_ERROR);
    }
    if (closing && !ended) {
      finish();
    }
    flushes.notice(0, intake);
    flushes.advance(Long.MAX_VALUE, Long.MAX_VALUE);
    flushes.signal();
    return nothingToDo();
  }

  /** Written on change only: callers read this object, and a write costs each a cache miss. */
  private void publish(Pipeline stages) {
    if (locked != stages.isLocked()) {
      locked = !locked;
    }
    if (hopeless != stages.isHopeless()) {
      hopeless = !hopeless;
    }
  }

  private Pipeline pipeline() {
    Pipeline stages = pipeline;
    if (stages == null) {
      stages = new Pipeline(options, counters, warnings, time, new Random());
      pipeline = stages;
    }
    return stages;
  }

  private boolean takeSome(Pipeline stages) {
    for (int i = 0; i < TAKEN_A_STEP; i++) {
      Occurrence occurrence = intake.poll();
      if (occurrence == null) {
        return false;
      }
      if (ended) {
        drop(DropReason.CLOSED);
      } else {
        stages.take(occurrence);
      }
    }
    return true;
  }

  private boolean mustEnd() {
    return closing && !ended && (hopeless || !unfinished() || time.nanoTime() - closeDeadline >= 0);
  }

  private void end(Pipeline stages) {
    long lost = counters.pending();
    while (intake.poll() != null) {
      drop(DropReason.CLOSED);
    }
    stages.dropAll(DropReason.CLOSED);
    if (lost > 0) {
      warnings.lostAtEnd(lost);
    }
    finish(); // last, so that all has been counted when close() returns
    flushes.signal();
  }

  private void finish() {
    ended = true;
    pingWanted = false;
    ExitHook hook = exitHook;
    if (hook != null) {
      hook.remove();
    }
  }

  private void drop(DropReason reason) {
    counters.dropped(reason);
    if (reason != DropReason.CLOSED) { // said in one line at the end
      warnings.dropped(reason);
    }
  }

  @Override
  public boolean waiting() {
    return unfinished() || (closing && !ended);
  }

  private boolean unfinished() {
    // counted, not asked of the queues: an event in the thread's hand is in neither of them
    return counters.pending() > 0 || pingWanted;
  }

  @Override
  public void idle() {
    Pipeline stages = pipeline;
    if (stages != null) {
      stages.idle();
    }
  }

  /** Waits until everything captured before has ended. False if time ran out, or on a lock. */
  boolean flush(long nanos) {
    if (!unfinished()) {
      return true;
    }
    if (nanos <= 0 || thread.isCurrent()) { // the thread would wait for itself
      return false;
    }
    long flush = flushes.ask();
    try {
      locked = false; // may be of long ago; the thread looks again
      thread.wake();
      flushes.await(
          new Flushes.Check() {
            @Override
            public boolean isOver() {
              return flushes.isDone(flush) || locked;
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
    exiting = true;
    if (!unfinished()) {
      return;
    }
    long now = time.nanoTime();
    long left = closing ? Math.max(0, Math.min(nanos, closeDeadline - now)) : nanos;
    long deadline = now + left;
    thread.wake();
    Flushes.Check over = new Flushes.Check() {
      @Override
      public boolean isOver() {
        return hopeless || !unfinished();
      }
    };
    if (!flushes.await(over, left / 2)) {
      LastWords.prepare(); // likely needed, and not to be paid for beyond the timeout
      flushes.await(over, deadline - time.nanoTime());
    }
    long lost = counters.pending();
    if (lost > 0 && !ended) {
      LastWords.say(warnings, lost);
    }
  }

  /**
   * Takes nothing more in, and ends when what is pending was sent or after {@code nanos}.
   *
   * @param wait whether to wait for that
   */
  void close(long nanos, boolean wait) {
    if (closing) {
      return;
    }
    closeDeadline = time.nanoTime() + nanos;
    closeWaits = wait;
    closing = true;
    if (!unfinished()) {
      finish();
      return;
    }
    thread.wake();
    if (wait && !thread.isCurrent()) {
      flushes.await(
          new Flushes.Check() {
            @Override
            public boolean isOver() {
              return ended;
            }
          },
          nanos);
    }
  }
}
