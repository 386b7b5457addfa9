package app.trackx;

import app.trackx.internal.delivery.Delay;
import app.trackx.internal.delivery.FlushTracker;
import app.trackx.internal.delivery.WorkerThread;
import app.trackx.internal.jvm.TimeSource;
import java.util.concurrent.TimeUnit;

/** The work of the sending thread: one request after another, as soon as the gate is open. */
final class SendWorker implements WorkerThread.Work {
  /** How soon to ask again for a processing thread that the JVM did not start. */
  private static final Delay ASK_AGAIN = Delay.ofNanos(TimeUnit.MILLISECONDS.toNanos(50));

  /** How soon to check again whether the first connection can be opened. */
  private static final Delay LOOK_AGAIN = Delay.ofNanos(TimeUnit.MILLISECONDS.toNanos(200));

  private final State state;
  private final Lifecycle lifecycle;
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
    this.lifecycle = state.lifecycle;
    this.counters = counters;
    this.warnings = warnings;
    this.flushes = flushes;
    this.delivery = delivery;
    this.reserve = reserve;
    this.time = time;
  }

  @Override
  public Delay step() {
    Pipeline stages = state.pipeline;
    if (stages == null) {
      return Delay.UNTIL_WOKEN; // whoever makes it wakes this thread
    }
    Backlog backlog = stages.backlog();
    boolean replaced = state.isReplaced(time.nanoTime());
    boolean last = lifecycle.isLast() && !replaced;
    if (last) {
      stages.health().recordIn(state.recordsTo);
      stages.health().startDraining();
    }
    Delay delay = Delay.UNTIL_WOKEN;
    if (replaced) {
      // sends nothing itself, even before the token bucket is handed over
      backlog.forwardToSuccessor();
    } else if (!lifecycle.hasEnded()) {
      delay = send(stages);
    }
    if (!reserve.isReleased()) {
      warnings.logPending();
    }
    publish(stages.health());
    backlog.advance(flushes);
    if (last || state.locked) {
      flushes.signal();
    }
    boolean toEnd = lifecycle.isShuttingDown() && (state.hopeless || counters.inMemory() == 0);
    if (flushes.hasToServe() || toEnd || delivery.isRefused()) {
      wakeDelivery(); // only it can determine what the next flush waits for
    }
    if (lifecycle.hasEnded() && delay == Delay.UNTIL_WOKEN) {
      delay = Delay.FOREVER;
    }
    return delivery.isRefused() ? delay.orSooner(ASK_AGAIN) : delay;
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

  private Delay send(Pipeline stages) {
    if (!stages.isReadyToSend()) {
      return waiting() ? LOOK_AGAIN : Delay.UNTIL_WOKEN;
    }
    boolean hurry = lifecycle.isAwaited() || flushes.isAsked();
    Pipeline.Sent sent = stages.send(state.pingWanted && state.pingSeen, hurry);
    if (sent == Pipeline.Sent.PING) {
      state.pingWanted = false;
    }
    return sent.delay;
  }

  /** Written only on change; see {@link State}. */
  private void publish(ServerHealth health) {
    boolean locked = health.isRateLimited();
    if (state.locked != locked) {
      state.locked = locked;
    }
    boolean hopeless = health.isHopeless();
    if (state.hopeless != hopeless) {
      state.hopeless = hopeless;
    }
  }

  @Override
  public boolean waiting() {
    Pipeline stages = state.pipeline;
    return stages != null && !lifecycle.hasEnded() && (state.pingWanted || stages.hasToSend());
  }

  @Override
  public void idle() {
    Pipeline stages = state.pipeline;
    if (stages != null) {
      stages.idle(lifecycle.hasEnded());
    }
  }

  @Override
  public void restarted() {
    counters.restarted();
  }
}
