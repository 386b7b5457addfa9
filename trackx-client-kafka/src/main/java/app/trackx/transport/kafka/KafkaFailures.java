package app.trackx.transport.kafka;

import app.trackx.transport.Outcome;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maps what Kafka throws to outcomes, and logs the first failure of each kind in words. Confined to the client's
 * sending thread.
 */
final class KafkaFailures {
  private static final int TOO_LARGE = 413;

  private final String topic;
  private final Set<String> logged = new HashSet<>();
  private boolean acknowledged;

  KafkaFailures(String topic) {
    this.topic = topic;
  }

  /** Returns whether the failure concerns one record alone. */
  static boolean concernsRecord(Throwable failure) {
    return failure instanceof RecordTooLargeException
        || failure instanceof RecordBatchTooLargeException;
  }

  /** Records that Kafka acknowledged a record. */
  void acknowledged() {
    acknowledged = true;
  }

  /**
   * Returns the outcome of a failure that no later attempt could mend.
   *
   * @throws IOException for all others. Once Kafka has acknowledged a record, missing rights and a missing topic
   *     count as temporary
   */
  Outcome outcome(Throwable failure) throws IOException {
    if (failure instanceof Error) {
      throw (Error) failure;
    }
    if (concernsRecord(failure)) {
      log(
          failure,
          "Kafka rejected a TrackX event because it is too large for the topic " + topic
              + "; it is dropped and counted. Raise the topic's max.message.bytes to 1 MiB or more.");
      return Outcome.rejected(TOO_LARGE);
    }
    String fault = fault(failure);
    if (fault != null && !acknowledged) {
      return Outcome.misconfigured(0, fault);
    }
    log(
        failure,
        (fault == null
                ? "Kafka did not acknowledge a TrackX event (" + name(failure) + ")."
                : fault)
            + " Events are queued and sent again; those that do not fit in the queue are dropped and"
            + " counted.");
    throw new NotAcknowledgedException(name(failure), failure);
  }

  /** Returns a sentence about a wrong configuration; null for any other failure. */
  private @Nullable String fault(Throwable failure) {
    if (isCausedBy(failure, AuthenticationException.class)) {
      return "Kafka rejects the login of the TrackX client (" + name(failure)
          + "). Check the properties for TLS and SASL.";
    }
    if (isCausedBy(failure, AuthorizationException.class)) {
      return "Kafka does not allow the TrackX client to write to the topic " + topic + " ("
          + name(failure) + "). Allow WRITE and DESCRIBE on it.";
    }
    if (isCausedBy(failure, UnknownTopicOrPartitionException.class)) {
      return "Kafka has no topic " + topic
          + " for the TrackX client. Start the relay, which creates it,"
          + " create it, or correct the topic's name.";
    }
    if (isCausedBy(failure, InvalidTopicException.class)) {
      return "Kafka does not accept " + topic + " as a topic's name. Correct the name.";
    }
    if (isCausedBy(failure, ConfigException.class)) {
      return "Kafka does not accept the configuration of the TrackX client's producer: correct"
          + " bootstrapServers and properties.";
    }
    return null;
  }

  private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 5; depth++) {
      if (type.isInstance(cause)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static String name(Throwable failure) {
    return failure.getClass().getSimpleName();
  }

  private void log(Throwable failure, String text) {
    Logger log =
        LoggerFactory.getLogger("app.trackx"); // not before it is needed: this may start SLF4J
    if (logged.add(failure.getClass().getName())) {
      log.warn(text);
    } else {
      log.debug(text);
    }
  }
}
