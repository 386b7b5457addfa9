package app.trackx.relay.fold;

import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds what to send next: kinds that are new before known ones, those that failed last, and otherwise the one that has waited
 * longest. One pass over all aggregates, since the server's rate limit leaves seconds for it. Not thread-safe; for one pass.
 */
public final class Agenda {
  private final long now;
  private final ToIntFunction<AggregateId> failures;
  private @Nullable Aggregate first;
  private int firstFailures;
  private long untilNext = Long.MAX_VALUE;

  /**
   * Creates an empty agenda.
   *
   * @param now the wall clock, in milliseconds
   * @param failures returns how often the kind's event failed
   */
  public Agenda(long now, ToIntFunction<AggregateId> failures) {
    this.now = now;
    this.failures = failures;
  }

  /** Looks at an aggregate. */
  public void look(Aggregate aggregate) {
    if (!aggregate.isPending()) {
      return;
    }
    long wait = aggregate.untilDue(now);
    if (wait > 0) {
      untilNext = Math.min(untilNext, wait);
      return;
    }
    int failed = failures.applyAsInt(aggregate.id());
    if (first == null || isBefore(aggregate, failed, first)) {
      first = aggregate;
      firstFailures = failed;
    }
  }

  private boolean isBefore(Aggregate one, int failed, Aggregate other) {
    if (failed != firstFailures) {
      return failed < firstFailures;
    }
    if (one.isNew() != other.isNew()) {
      return one.isNew();
    }
    long order = one.isNew() ? one.firstSeen() - other.firstSeen() : one.dueAt() - other.dueAt();
    return order < 0;
  }

  /** Returns the aggregate to send an event of; null if none is due. */
  public @Nullable Aggregate first() {
    return first;
  }

  /** Returns the milliseconds until another one is due; {@code Long.MAX_VALUE} if none waits. */
  public long untilNext() {
    return untilNext;
  }
}
