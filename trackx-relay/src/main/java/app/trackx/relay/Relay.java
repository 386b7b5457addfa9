package app.trackx.relay;

import app.trackx.internal.jvm.TimeSource;
import app.trackx.internal.settings.Endpoint;
import app.trackx.relay.front.FrontServer;
import app.trackx.relay.kafka.KafkaOptions;
import app.trackx.relay.metrics.Metrics;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running relay. */
final class Relay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

  private final Backend backend;
  private final FrontServer front;
  private final Metrics metrics;
  private boolean closed;

  private Relay(Backend backend, FrontServer front, Metrics metrics) {
    this.backend = backend;
    this.front = front;
    this.metrics = metrics;
  }

  /**
   * Starts a relay; it serves requests when this returns.
   *
   * @throws IOException with a sentence for people
   */
  static Relay start(Options options, TimeSource time) throws IOException {
    Metrics metrics = new Metrics();
    Backend backend = backend(options, metrics, time);
    try {
      FrontServer front = FrontServer.start(
          options.front(), backend.secret(), backend.intake(), backend::isHealthy, metrics, time);
      LOG.info(
          "The relay listens on port {} ({}) and forwards to {}, {} requests a minute after a burst of {}.",
          front.port(),
          options.front().tls() == null ? "unencrypted" : "TLS",
          options.server(),
          options.perMinute(),
          options.burst());
      if (Endpoint.parse(options.server() + "/v1/00000000000").leavesHostUnencrypted()) {
        LOG.warn("Events are sent to {} unencrypted. Use an https address.", options.server());
      }
      return new Relay(backend, front, metrics);
    } catch (IOException | RuntimeException e) {
      backend.close();
      throw e;
    }
  }

  private static Backend backend(Options options, Metrics metrics, TimeSource time)
      throws IOException {
    KafkaOptions kafka = options.kafka();
    return kafka == null
        ? EmbeddedBackend.start(options, metrics, time)
        : KafkaRelay.start(options, kafka, metrics, time);
  }

  /** Returns the port on which it listens. */
  int port() {
    return front.port();
  }

  Metrics metrics() {
    return metrics;
  }

  /** Answers the requests that were read, ends forwarding, and closes the log. Waits within bounds. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      LOG.info("The relay is stopping. It answers open requests and keeps what is pending.");
      front.close();
      backend.close();
      LOG.info("The relay has stopped.");
    }
  }
}
