package app.trackx;

import app.trackx.internal.delivery.WorkerThread;
import app.trackx.internal.delivery.FlushTracker;
import app.trackx.internal.delivery.TimeSource;
import java.util.concurrent.TimeUnit;

/** What the sending thread does: one request after the other, as soon as the gate lets it. */
final class SendWorker implements WorkerThread.Work {
  /** While the JVM starts no thread that takes errors in. */
  private static final long ASK_AGAIN = TimeUnit.MILLISECONDS.toNanos(50);
  /** How soon to look again whether the first connection can be opened. */
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final State state;
  private final Counters counters;
  private final Warnings warnings;
  private final FlushTracker flushes;
  private final WorkerThread delivery;
  private final MemoryReserve reserve;
  private final TimeSource time;

  /** The sending half; {@code delivery} is to be woken when the end has come. */
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
      return IDLE; // whoever makes it wakes this thread
    }
    Backlog backlog = stages.backlog();
    boolean replaced = state.isReplaced(time.nanoTime());
    boolean last = state.isLast() && !replaced;
    if (last) {
      backlog.rememberIn(state.remembersIn);
      backlog.lastAttempts();
    }
    long wait = Pipeline.NOTHING;
    if (replaced) {
      backlog.passOn(); // even if it has no token bucket to go by yet, it must not send
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
      wakeDelivery(); // which alone can see what the next flush is to wait for
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
      // it is asked for again, and said
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

  /** Written on change only: see {@link State}. */
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
