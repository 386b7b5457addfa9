package app.trackx.relay;

import app.trackx.relay.intake.DailySecret;
import app.trackx.relay.intake.Intake;

/** What is behind the front: it keeps requests, folds them and forwards them. Embedded, or with Kafka. */
interface Backend extends AutoCloseable {
  /** Returns what takes the front's requests. */
  Intake intake();

  /** Returns the keys from which tokens of sources are made. */
  DailySecret secret();

  /** Returns false while requests cannot be kept. Any thread; does not block. */
  boolean isHealthy();

  /** Stops forwarding and keeps everything else for the next start. Waits within bounds. The front was closed before. */
  @Override
  void close();
}
