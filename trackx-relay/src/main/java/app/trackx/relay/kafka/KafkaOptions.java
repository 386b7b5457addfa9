package app.trackx.relay.kafka;

import java.util.HashMap;
import java.util.Map;

/**
 * How to reach Kafka, and the names there. Immutable. All relays of a group have the same, and forward to the same server.
 *
 * @param bootstrapServers addresses of brokers as {@code host:port}, separated by commas
 * @param topic the topic that holds requests
 * @param group the name of the group of relays: Kafka Streams' {@code application.id}, and the start of the names of its topics
 * @param partitions the number of partitions of a topic that is created
 * @param replication the number of replicas of a topic that is created; 0 for one on each broker, but no more than three
 * @param threads the number of threads that fold
 * @param maxPendingBytes how much may wait for the server, in bytes of memory; what exceeds it is dropped and counted
 * @param properties other properties of Kafka's clients, for TLS and authentication
 */
public record KafkaOptions(
    String bootstrapServers,
    String topic,
    String group,
    int partitions,
    int replication,
    int threads,
    long maxPendingBytes,
    Map<String, String> properties) {
  /** The name of {@link #topic} unless it is configured otherwise. */
  public static final String TOPIC = "trackx-events";

  /** The name of {@link #group} unless it is configured otherwise. */
  public static final String GROUP = "trackx-relay";

  /** The largest record in any of the topics: an event that waits and one that is being sent, 1 MiB each, and sources. */
  static final int MAX_RECORD_BYTES = 4 * 1024 * 1024;

  private static final int PARTITIONS = 6;
  private static final long MAX_PENDING_BYTES = 128L * 1024 * 1024;

  /** Copies the map. */
  public KafkaOptions {
    properties = Map.copyOf(properties);
  }

  /** Returns the defaults for these brokers. */
  public static KafkaOptions of(String bootstrapServers) {
    return new KafkaOptions(
        bootstrapServers, TOPIC, GROUP, PARTITIONS, 0, 1, MAX_PENDING_BYTES, Map.of());
  }

  /** Returns the name of the topic with the secrets of the days. */
  String secretsTopic() {
    return group + "-secrets";
  }

  /** Returns the properties that all of Kafka's clients have in common. */
  Map<String, Object> clients(String clientId) {
    Map<String, Object> all = new HashMap<>(properties);
    all.put("bootstrap.servers", bootstrapServers);
    all.put("client.id", clientId);
    return all;
  }

  /** Returns brokers and names, no property, which may be a password. */
  @Override
  public String toString() {
    return "KafkaOptions{" + bootstrapServers + ", " + topic + ", " + group + "}";
  }
}
