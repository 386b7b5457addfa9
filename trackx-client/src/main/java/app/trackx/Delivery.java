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
  private final Flushes flushes = new Flushes();
  private final DeliveryThread thread;

  /** Until it was sent; several that wait are one, as they would be to the server. */
  private volatile boolean pingWanted;

  private volatile boolean closing;
  private volatile long closeDeadline;
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
    this.thread = new DeliveryThread(this, time, IDLE_NANOS);
  }

  /** Hands an occurrence over, or counts it as dropped. Takes no lock and never waits. */
  void accept(Occurrence occurrence) {
    counters.captured();
    if (closing) {
      drop(DropReason.CLOSED);
    } else if (thread.isCurrent()) {
      drop(DropReason.RECURSIVE);
    } else if (!intake.offer(occurrence)) {
      drop(DropReason.INTAKE_FULL);
    } else {
      thread.ensureRunning();
      if (intake.size() == intake.capacity() / 2) {
        thread.wake(); // a burst: do not let it overflow before the thread looks by itself
      }
    }
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
    Pipeline stages = pipeline();
    if (mustEnd()) {
      end(stages);
    }
    boolean more = takeSome(stages);
    boolean last = closing || exiting;
    if (last) {
      stages.lastAttempts();
    }
    long wait = stages.send(pingWanted, last || flushes.isAsked());
    if (wait == Pipeline.PINGED) {
      pingWanted = false;
      wait = 0;
    }
    publish(stages);
    flushes.advance(stages.taken(), intake.size(), pingWanted ? -1 : stages.oldest());
    if (last || locked) {
      flushes.signal();
    }
    if (more || (closing && !ended && mustEnd())) {
      return 0;
    }
    if (wait == Pipeline.NOTHING) {
      return ended && !unfinished() ? OVER : IDLE;
    }
    return wait;
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
    pipeline().idle();
  }

  /** Waits until everything captured before has ended. False if time ran out, or on a lock. */
  boolean flush(long nanos) {
    if (!unfinished()) {
      return true;
    }
    if (thread.isCurrent()) {
      return false; // it would wait for itself
    }
    final long flush = flushes.ask();
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
    return flushes.isDone(flush);
  }

  /** The JVM ends: sends what is pending, for so long at most. Does nothing if nothing is. */
  void drainAtExit(long nanos) {
    exiting = true;
    if (!unfinished()) {
      return;
    }
    thread.wake();
    Flushes.Check over = new Flushes.Check() {
      @Override
      public boolean isOver() {
        return hopeless || !unfinished();
      }
    };
    long deadline = time.nanoTime() + nanos;
    if (!flushes.await(over, nanos / 2)) {
      Log.prepare(); // likely needed, and not to be paid for beyond the timeout
      flushes.await(over, deadline - time.nanoTime());
    }
    long lost = counters.pending();
    if (lost > 0) {
      warnings.lostAtEnd(lost);
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
