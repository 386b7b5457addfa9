package app.trackx.relay.log;

import app.trackx.relay.fold.Parcel;
import app.trackx.relay.forward.Verdict;
import app.trackx.relay.intake.IntakeFullException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What other threads ask of the one that owns the state. */
sealed interface Command {
  /** Keep these sightings and pings, all or none. */
  record Accept(List<Object> items, CompletableFuture<Void> done) implements Command {
    void refuse(String reason, Duration retryAfter) {
      done.completeExceptionally(new IntakeFullException(reason, retryAfter));
    }
  }

  /** This became of a parcel. */
  record Settle(Parcel parcel, Verdict verdict) implements Command {}

  /** Give me the next parcel that is due, or null at the deadline. */
  record Ask(boolean pingsToo, long deadlineNanos, CompletableFuture<@Nullable Parcel> answer)
      implements Command {}

  /** Look whether there is something to do. */
  record Wake() implements Command {}
}
