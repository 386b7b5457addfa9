package app.trackx.relay.intake;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Takes requests and keeps them. The front responds to a client with 200 when the future is complete and not before, so an
 * implementation completes it once the requests are safe: forced to disk, or acknowledged by Kafka.
 */
public interface Intake {
  /**
   * Takes all requests or none. Any thread; does not block.
   *
   * @param requests those of one HTTP request: one, or several reports of browsers
   * @return completes with null when all are safe; exceptionally with an {@link IntakeFullException} if none was taken, so that
   *     the client has to send them again
   */
  CompletableFuture<Void> accept(List<Received> requests);
}
