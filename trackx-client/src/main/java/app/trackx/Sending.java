package app.trackx;

import app.trackx.internal.delivery.DeliveryThread;
import app.trackx.internal.delivery.Flushes;
import java.util.concurrent.TimeUnit;

/** What the sending thread does: one request after the other, as soon as the gate lets it. */
final class Sending implements DeliveryThread.Work {
  /** How soon to look again whether the first connection can be opened. */
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final State state;
  private final Counters counters;
  private final Warnings warnings;
  private final Flushes flushes;
  private final DeliveryThread delivery;
  private final Reserve reserve;

  /** The sending half; {@code delivery} is to be woken when the end has come. */
  Sending(
      State state,
      Counters counters,
      Warnings warnings,
      Flushes flushes,
      DeliveryThread delivery,
      Reserve reserve) {
    this.state = state;
    this.counters = counters;
    this.warnings = warnings;
    this.flushes = flushes;
    this.delivery = delivery;
    this.reserve = reserve;
  }

  @Override
  public long step() {
    Pipeline stages = state.pipeline;
    if (stages == null) {
      return IDLE; // whoever makes it wakes this thread
    }
    Backlog backlog = stages.backlog();
    boolean last = state.isLast();
    if (last) {
      backlog.lastAttempts();
    }
    long wait = state.ended ? Pipeline.NOTHING : send(stages);
    if (!reserve.isLetGo()) {
      warnings.sayWhatIsDue();
    }
    publish(backlog);
    backlog.advance(flushes);
    if (last || state.locked) {
      flushes.signal();
    }
    if (flushes.hasToServe()) {
      delivery.wake(); // which alone can see what the next flush is to wait for
    }
    if (state.closing && !state.ended && (state.hopeless || counters.inMemory() == 0)) {
      delivery.wake();
    }
    if (wait == Pipeline.NOTHING) {
      return state.ended ? OVER : IDLE;
    }
    return wait;
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
