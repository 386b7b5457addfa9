package app.trackx.relay.kafka;

import app.trackx.relay.metrics.Metrics;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what the tasks of this relay drop, in the relay's metrics. Thread-safe. */
final class KafkaCounters {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaCounters.class);
  private static final List<String> DROPS =
      List.of("unreadable", "type", "overflow", "ping_of_yesterday");

  private final Metrics metrics;
  private final AtomicBoolean unreadableLogged = new AtomicBoolean();
  private final AtomicBoolean overflowLogged = new AtomicBoolean();

  KafkaCounters(Metrics metrics) {
    this.metrics = metrics;
    DROPS.forEach(metrics::dropped);
  }

  /** A record that no version of this relay wrote, or that is damaged. */
  void unreadable(Throwable failure) {
    metrics.dropped("unreadable").increment();
    if (unreadableLogged.compareAndSet(false, true)) {
      LOG.warn(
          "A record in Kafka is not a request of a TrackX client ({}). It is skipped and counted. Check who else writes to the"
              + " topic, and that all relays have the same version.",
          failure.getClass().getSimpleName());
    }
  }

  /** An event that the server would have accepted and dropped. */
  void ignored() {
    metrics.dropped("type").increment();
  }

  /** Errors for which there was no room in the outbox; at least one for a ping. */
  void overflowed(long errors) {
    metrics.dropped("overflow").add(Math.max(1, errors));
    if (overflowLogged.compareAndSet(false, true)) {
      LOG.warn(
          "Too many kinds of errors wait for the server. New kinds are dropped and counted until there is room. Raise the"
              + " server's rate limit and --per-minute, or --kafka-max-pending.");
    }
  }

  /** A ping that was not sent on its day, and would begin a session on another. */
  void late() {
    metrics.dropped("ping_of_yesterday").increment();
  }
}
