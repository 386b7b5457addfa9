package app.trackx.relay.testing;

import app.trackx.relay.intake.Intake;
import app.trackx.relay.intake.IntakeFullException;
import app.trackx.relay.intake.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Keeps what the front hands over; says that it is safe at once, or when the test says so. */
public final class FakeIntake implements Intake {
  public final List<Received> received = Collections.synchronizedList(new ArrayList<>());
  public volatile boolean full;

  /** If not null, requests are safe when it is complete. */
  public volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

  @Override
  public CompletableFuture<Void> accept(List<Received> requests) {
    if (full) {
      return CompletableFuture.failedFuture(
          new IntakeFullException("queue", Duration.ofSeconds(30)));
    }
    received.addAll(requests);
    return gate.thenApply(nothing -> nothing);
  }
}
