package app.trackx;

import app.trackx.internal.delivery.FlushTracker;
import app.trackx.internal.delivery.TimeSource;
import app.trackx.internal.delivery.WorkerThread;
import java.util.concurrent.TimeUnit;

/** The work of the sending thread: one request after another, as soon as the gate is open. */
final class SendWorker implements WorkerThread.Work {
  /** How soon to ask again for a processing thread that the JVM did not start. */
  private static final long ASK_AGAIN = TimeUnit.MILLISECONDS.toNanos(50);
  /** How soon to check again whether the first connection can be opened. */
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final State state;
  private final Counters counters;
  private final Warnings warnings;
  private final FlushTracker flushes;
  private final WorkerThread delivery;
  private final MemoryReserve reserve;
  private final TimeSource time;

  /**
   * Creates the work; {@code delivery} is the processing thread to wake when the client is to end.
   */
  SendWorker(
      State state,
      Counters counters,
      Warnings warnings,
      FlushTracker flushes,
      WorkerThread delivery,
      MemoryReserve reserve,
      TimeSource time) {
    this.state = state;
    this.counters = counters;
    this.warnings = warnings;
    this.flushes = flushes;
    this.delivery = delivery;
    this.reserve = reserve;
    this.time = time;
  }

  @Override
  public long step() {
    Pipeline stages = state.pipeline;
    if (stages == null) {
      return IDLE; // the thread that creates it wakes this one
    }
    Backlog backlog = stages.backlog();
    boolean replaced = state.isReplaced(time.nanoTime());
    boolean last = state.isLast() && !replaced;
    if (last) {
      backlog.recordIn(state.recordsTo);
      backlog.lastAttempts();
    }
    long wait = Pipeline.NOTHING;
    if (replaced) {
      // sends nothing itself, even before the token bucket is handed over
      backlog.forwardToSuccessor();
    } else if (!state.ended) {
      wait = send(stages);
    }
    if (!reserve.isReleased()) {
      warnings.logPending();
    }
    publish(backlog);
    backlog.advance(flushes);
    if (last || state.locked) {
      flushes.signal();
    }
    boolean toEnd = state.closing && !state.ended && (state.hopeless || counters.inMemory() == 0);
    if (flushes.hasToServe() || toEnd || delivery.isRefused()) {
      wakeDelivery(); // only it can determine what the next flush waits for
    }
    return delivery.isRefused() ? Math.min(ASK_AGAIN, rest(wait)) : rest(wait);
  }

  private long rest(long wait) {
    if (wait == Pipeline.NOTHING) {
      return state.ended ? OVER : IDLE;
    }
    return wait;
  }

  private void wakeDelivery() {
    try {
      delivery.wake();
    } catch (OutOfMemoryError noMemoryOrThread) {
      if (!WorkerThread.isOfThreads(noMemoryOrThread)) {
        reserve.release();
      }
    } catch (RuntimeException notAllowed) {
      // the thread is requested again, and the failure is logged
    }
  }

  private long send(Pipeline stages) {
    if (!stages.isReadyToSend()) {
      return waiting() ? LOOK_AGAIN_NANOS : Pipeline.NOTHING;
    }
    boolean hurry = state.exiting || state.closeWaits || flushes.isAsked();
    long wait = stages.send(state.pingWanted && state.pingSeen, hurry);
    if (wait == Pipeline.PINGED) {
      state.pingWanted = false;
      return 0;
    }
    return wait;
  }

  /** Written only on change; see {@link State}. */
  private void publish(Backlog backlog) {
    boolean locked = backlog.isLocked();
    if (state.locked != locked) {
      state.locked = locked;
    }
    boolean hopeless = backlog.isHopeless();
    if (state.hopeless != hopeless) {
      state.hopeless = hopeless;
    }
  }

  @Override
  public boolean waiting() {
    Pipeline stages = state.pipeline;
    return stages != null && !state.ended && (state.pingWanted || stages.hasToSend());
  }

  @Override
  public void idle() {
    Pipeline stages = state.pipeline;
    if (stages != null) {
      stages.idle(state.ended);
    }
  }

  @Override
  public void restarted() {
    counters.restarted();
  }
}
