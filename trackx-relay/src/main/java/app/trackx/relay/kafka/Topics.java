package app.trackx.relay.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics of the relay that are missing. Those that Kafka Streams needs for itself it creates itself. */
final class Topics {
  static final long TIMEOUT_SECONDS = 20;

  private static final int MAX_REPLICAS = 3;

  /** A relay that was down for less loses nothing. */
  private static final long RETENTION_MILLIS = TimeUnit.DAYS.toMillis(3);

  private Topics() {}

  /**
   * Creates the topics that are missing.
   *
   * @return the number of replicas that topics have
   */
  static int create(Admin admin, KafkaOptions options)
      throws ExecutionException, TimeoutException, InterruptedException {
    Set<String> present = admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    int replicas = replicas(admin, options);
    List<NewTopic> missing = new ArrayList<>();
    if (!present.contains(options.topic())) {
      missing.add(topic(options.topic(), options.partitions(), replicas, RETENTION_MILLIS));
    }
    if (!present.contains(options.secretsTopic())) {
      missing.add(topic(options.secretsTopic(), 1, replicas, KafkaSecrets.RETENTION.toMillis()));
    }
    for (NewTopic topic : missing) {
      create(admin, topic);
    }
    return replicas;
  }

  private static int replicas(Admin admin, KafkaOptions options)
      throws ExecutionException, TimeoutException, InterruptedException {
    if (options.replication() > 0) {
      return options.replication();
    }
    int brokers =
        admin.describeCluster().nodes().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).size();
    return Math.max(1, Math.min(MAX_REPLICAS, brokers));
  }

  static NewTopic topic(String name, int partitions, int replicas, long retention) {
    Map<String, String> settings = new HashMap<>();
    settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    settings.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention));
    settings.put(
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(KafkaOptions.MAX_RECORD_BYTES));
    settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, replicas >= MAX_REPLICAS ? "2" : "1");
    settings.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(TimeUnit.HOURS.toMillis(1)));
    return new NewTopic(name, Optional.of(partitions), Optional.of((short) replicas))
        .configs(settings);
  }

  private static void create(Admin admin, NewTopic topic)
      throws ExecutionException, TimeoutException, InterruptedException {
    try {
      admin.createTopics(List.of(topic)).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) { // another relay was faster
        throw e;
      }
    }
  }
}
