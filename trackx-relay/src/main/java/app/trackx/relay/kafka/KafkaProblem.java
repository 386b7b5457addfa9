package app.trackx.relay.kafka;

import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Says in words why Kafka cannot be used, and what to do. */
final class KafkaProblem {
  private static final int MAX_DEPTH = 8;

  private KafkaProblem() {}

  static String inWords(Throwable failure, KafkaOptions options) {
    if (has(failure, ConfigException.class)) {
      return "Kafka's clients do not accept the configuration: "
          + message(failure, ConfigException.class)
          + ". Check --kafka (host:port, several separated by commas) and the settings that begin with kafka.";
    }
    if (has(failure, AuthenticationException.class)) {
      return "Kafka rejects the login (" + name(failure, AuthenticationException.class)
          + "). Check kafka.security.protocol, kafka.sasl.* and kafka.ssl.* in the file of --config.";
    }
    if (has(failure, AuthorizationException.class)) {
      return "Kafka refuses a right that the relay needs ("
          + name(failure, AuthorizationException.class)
          + "). Allow READ, WRITE, CREATE, DESCRIBE and DELETE on topics that begin with "
          + options.group()
          + " and READ, WRITE, CREATE, DESCRIBE on " + options.topic()
          + ", READ on groups and WRITE and"
          + " DESCRIBE on transactional ids that begin with " + options.group() + ".";
    }
    if (has(failure, InvalidReplicationFactorException.class)) {
      return "Kafka has fewer brokers than the topics shall have replicas. Start all brokers, or lower"
          + " --kafka-replication.";
    }
    if (has(failure, PolicyViolationException.class)) {
      return "Kafka's policy does not allow the relay's topics. Create " + options.topic()
          + " yourself, with max.message.bytes of " + KafkaOptions.MAX_RECORD_BYTES + ".";
    }
    if (has(failure, UnknownTopicOrPartitionException.class)) {
      return "Kafka has no topic " + options.topic()
          + ", and it could not be created. Create it, or allow the" + " relay to.";
    }
    if (has(failure, TimeoutException.class)
        || has(failure, org.apache.kafka.common.errors.TimeoutException.class)) {
      return "Kafka does not answer at " + options.bootstrapServers()
          + ". Check the addresses, whether brokers run there, whether the port speaks TLS"
          + " (kafka.security.protocol), and whether this machine can resolve and reach the names that the brokers"
          + " advertise (advertised.listeners).";
    }
    return "Kafka cannot be used (" + root(failure).getClass().getSimpleName() + ").";
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    return find(failure, type) != null;
  }

  private static @Nullable Throwable find(Throwable failure, Class<? extends Throwable> type) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
      if (type.isInstance(cause)) {
        return cause;
      }
      cause = cause.getCause();
    }
    return null;
  }

  private static String name(Throwable failure, Class<? extends Throwable> type) {
    Throwable found = find(failure, type);
    return found == null ? "" : found.getClass().getSimpleName();
  }

  private static String message(Throwable failure, Class<? extends Throwable> type) {
    Throwable found = find(failure, type);
    return found == null || found.getMessage() == null ? "" : found.getMessage();
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    for (int depth = 0; root.getCause() != null && depth < MAX_DEPTH; depth++) {
      root = root.getCause();
    }
    return root;
  }
}
