package app.trackx;

import app.trackx.internal.delivery.Delay;
import app.trackx.internal.delivery.Lifecycle;
import app.trackx.internal.delivery.ReportQueue;
import app.trackx.internal.delivery.WorkerThread;
import java.util.concurrent.TimeUnit;

/** The work of the sending thread: one request after another, as soon as the gate is open. */
final class SendWorker implements WorkerThread.Work {
  /** How soon to ask again for a processing thread that the JVM did not start. */
  private static final Delay ASK_AGAIN = Delay.ofNanos(TimeUnit.MILLISECONDS.toNanos(50));

  /** How soon to check again whether the first connection can be opened. */
  private static final Delay LOOK_AGAIN = Delay.ofNanos(TimeUnit.MILLISECONDS.toNanos(200));

  /** A step of the processing thread that takes so long probably never ends. */
  static final long HANGING_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Pipeline stages;
  private final Inbox inbox;
  private final Lifecycle lifecycle;
  private final Handover handover;
  private final Workers workers;
  private final Counters counters;

  SendWorker(
      Pipeline stages,
      Inbox inbox,
      Lifecycle lifecycle,
      Handover handover,
      Workers workers,
      Counters counters) {
    this.stages = stages;
    this.inbox = inbox;
    this.lifecycle = lifecycle;
    this.handover = handover;
    this.workers = workers;
    this.counters = counters;
  }

  @Override
  public Delay step() {
    ServerHealth health = stages.health();
    boolean replaced = handover.isReplaced();
    boolean last = lifecycle.isLast() && !replaced;
    if (last) {
      handover.record(health);
      health.startDraining();
    }
    Delay delay = Delay.UNTIL_WOKEN;
    if (replaced) {
      // sends nothing itself, even before the token bucket is handed over
      stages.backlog().forwardToSuccessor();
    } else if (!lifecycle.hasEnded()) {
      delay = send();
    }
    stages.report();
    health.show();
    stages.backlog().advance(inbox.flushes, inbox.ping);
    if (last || health.wasRateLimited()) {
      inbox.flushes.signal();
    }
    return afterStep(delay.orSooner(watchProcessing()));
  }

  /**
   * Logs a warning, once, if the processing thread does not come back: it runs code of the
   * application, which may never return.
   *
   * @return when to check again
   */
  private Delay watchProcessing() {
    long nanos = workers.processingNanos();
    if (nanos == 0 || lifecycle.hasEnded()) {
      return Delay.UNTIL_WOKEN;
    }
    if (nanos < HANGING_NANOS) {
      return Delay.ofNanos(HANGING_NANOS - nanos);
    }
    counters.warnings().processingHangs(TimeUnit.NANOSECONDS.toSeconds(HANGING_NANOS));
    return Delay.UNTIL_WOKEN;
  }

  private Delay send() {
    boolean awaited = lifecycle.isAwaited() || inbox.flushes.isAsked();
    if (awaited || lifecycle.isLast()) {
      stages.backlog().closeAggregates();
    }
    if (!stages.isReadyToSend()) {
      return waiting() ? LOOK_AGAIN : Delay.UNTIL_WOKEN;
    }
    ReportQueue reports = inbox.reportsIfAny();
    // before visitors' pings, which may always be queued
    Delay next = reports == null ? Delay.UNTIL_WOKEN : stages.reports().send(reports);
    return next.isNone() ? next : stages.send(awaited).orSooner(next);
  }

  /** Wakes the processing thread if it has to do what this one cannot. */
  private Delay afterStep(Delay delay) {
    boolean toEnd =
        lifecycle.isShuttingDown() && (stages.health().wasHopeless() || counters.inMemory() == 0);
    if (inbox.flushes.hasToServe()
        || inbox.ping.hasToBePlaced()
        || toEnd
        || workers.isProcessingRefused()) {
      // only it can determine what the next flush or ping waits for
      workers.tryToWakeProcessing();
    }
    Delay next = lifecycle.hasEnded() && delay == Delay.UNTIL_WOKEN ? Delay.FOREVER : delay;
    return workers.isProcessingRefused() ? next.orSooner(ASK_AGAIN) : next;
  }

  @Override
  public boolean waiting() {
    ReportQueue reports = inbox.reportsIfAny();
    return !lifecycle.hasEnded()
        && (inbox.ping.isRequested()
            || stages.hasToSend()
            || (reports != null && stages.reports().hasToSend(reports)));
  }

  @Override
  public void idle() {
    ReportQueue reports = inbox.reportsIfAny();
    if (reports != null && lifecycle.hasEnded()) {
      counters.reportsDropped(reports.end());
    }
    stages.idle(lifecycle.hasEnded());
  }

  @Override
  public void restarted() {
    counters.restarted();
  }
}
