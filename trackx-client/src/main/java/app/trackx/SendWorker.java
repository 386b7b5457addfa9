package app.trackx;

import app.trackx.internal.delivery.Delay;
import app.trackx.internal.delivery.FlushTracker;
import app.trackx.internal.delivery.TimeSource;
import app.trackx.internal.delivery.WorkerThread;
import java.util.concurrent.TimeUnit;

/** What the sending thread does: one request after the other, as soon as the gate lets it. */
final class SendWorker implements WorkerThread.Work {
  /** While the JVM starts no thread that takes errors in. */
  private static final Delay ASK_AGAIN = Delay.ofNanos(TimeUnit.MILLISECONDS.toNanos(50));

  /** How soon to look again whether the first connection can be opened. */
  private static final Delay LOOK_AGAIN = Delay.ofNanos(TimeUnit.MILLISECONDS.toNanos(200));

  private final State state;
  private final Lifecycle lifecycle;
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
      stages.health().rememberIn(state.remembersIn);
      stages.health().startDraining();
    }
    Delay delay = Delay.UNTIL_WOKEN;
    if (replaced) {
      backlog.passOn(); // even if it has no token bucket to go by yet, it must not send
    } else if (!lifecycle.hasEnded()) {
      delay = send(stages);
    }
    if (!reserve.isReleased()) {
      warnings.sayWhatIsDue();
    }
    publish(stages.health());
    backlog.advance(flushes);
    if (last || state.locked) {
      flushes.signal();
    }
    boolean toEnd = lifecycle.isShuttingDown() && (state.hopeless || counters.inMemory() == 0);
    if (flushes.hasToServe() || toEnd || delivery.isRefused()) {
      wakeDelivery(); // which alone can see what the next flush is to wait for
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
      // it is asked for again, and said
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

  /** Written on change only: see {@link State}. */
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
