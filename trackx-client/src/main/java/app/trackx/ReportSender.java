package app.trackx;

import app.trackx.internal.delivery.Delay;
import app.trackx.internal.delivery.ReportQueue;
import app.trackx.internal.spool.SharedBudget;
import app.trackx.transport.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends reports of browsers within their own budget, unless events wait. Sending thread.
 */
final class ReportSender {
  private final Backlog backlog;
  private final ServerHealth health;
  private final EventProcessor processor;
  private final Sender sender;
  private final @Nullable SharedBudget sharedBudget;
  private final Counters counters;

  ReportSender(
      Backlog backlog,
      ServerHealth health,
      EventProcessor processor,
      Sender sender,
      @Nullable SharedBudget sharedBudget,
      Counters counters) {
    this.backlog = backlog;
    this.health = health;
    this.processor = processor;
    this.sender = sender;
    this.sharedBudget = sharedBudget;
    this.counters = counters;
  }

  /** Returns true if reports wait that this client may send now or later. */
  boolean hasToSend(ReportQueue reports) {
    return !health.isDraining() && !health.isReplaced() && !reports.isEmpty();
  }

  /**
   * Sends the oldest reports.
   *
   * @return {@link Delay#NONE} after an attempt, otherwise when to try again
   */
  Delay send(ReportQueue reports) {
    if (!hasToSend(reports) || !backlog.isIdle()) {
      return Delay.UNTIL_WOKEN;
    }
    long wait = Math.max(reports.untilNext(), health.untilVisitor());
    if (wait > 0) {
      return Delay.ofNanos(wait);
    }
    SharedBudget shared = sharedBudget;
    SharedBudget.Turn turn = shared == null ? SharedBudget.Turn.ALONE : shared.reserve(false);
    if (turn == SharedBudget.Turn.UNKNOWN) {
      return EventSpool.LOOK_AGAIN;
    }
    if (health.tryVisitor()) {
      sendBatch(reports);
      if (shared != null && health.isAdapted()) {
        shared.publish();
      }
      return Delay.NONE;
    }
    if (shared != null) {
      shared.giveBack(turn);
    }
    return health.isReplaced() ? Delay.UNTIL_WOKEN : Delay.ofNanos(health.untilVisitor());
  }

  private void sendBatch(ReportQueue reports) {
    List<ReportQueue.Report> batch = reports.start();
    byte[] body;
    try {
      body = processor.encode(batch, reports);
    } catch (Throwable noMemoryOrFailedInUserCode) {
      counters.reportsDropped(reports.remove(batch)); // never unscrubbed
      return;
    }
    Outcome outcome = sender.sendReports(body);
    health.recordVisitor(outcome);
    if (outcome.kind() == Outcome.Kind.SENT) {
      counters.reported(reports.remove(batch));
    } else if (outcome.kind() == Outcome.Kind.RETRY) {
      counters.reportsDropped(ServerHealth.isAnsweredFailure(outcome) ? reports.failed(batch) : 0);
    } else if (outcome.kind() != Outcome.Kind.RATE_LIMITED) {
      counters.reportsDropped(reports.remove(batch));
    }
  }
}
