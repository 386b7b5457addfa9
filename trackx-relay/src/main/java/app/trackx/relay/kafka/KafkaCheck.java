package app.trackx.relay.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Checks brokers, topics and rights without changing anything. Says of each in a sentence what is good, or wrong and what to do. */
public final class KafkaCheck {
  /**
   * One finding.
   *
   * @param good false if the relay cannot work like this
   * @param sentence for people
   */
  public record Finding(boolean good, String sentence) {}

  private static final int TIMEOUT_SECONDS = 10;
  private static final int LEAST_RECORD_BYTES = 1_200_000;

  private final KafkaOptions options;
  private final List<Finding> findings = new ArrayList<>();

  private KafkaCheck(KafkaOptions options) {
    this.options = options;
  }

  /** Returns the findings; the last one is bad if the rest could not be checked. Takes a minute at most. */
  public static List<Finding> run(KafkaOptions options) {
    KafkaCheck check = new KafkaCheck(options);
    check.run();
    return List.copyOf(check.findings);
  }

  private void run() {
    Map<String, Object> configuration = options.clients(options.group() + "-check");
    configuration.put("default.api.timeout.ms", TIMEOUT_SECONDS * 1000);
    configuration.put("request.timeout.ms", TIMEOUT_SECONDS * 500);
    try (Admin admin = Admin.create(configuration)) {
      int brokers = brokers(admin);
      topic(admin, options.topic(), options.partitions(), brokers, true);
      topic(admin, options.secretsTopic(), 1, brokers, false);
      transactions();
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      bad(KafkaProblem.inWords(e, options));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      bad("The check was interrupted.");
    }
  }

  private void good(String sentence) {
    findings.add(new Finding(true, sentence));
  }

  private void bad(String sentence) {
    findings.add(new Finding(false, sentence));
  }

  private static <T> T get(KafkaFuture<T> future)
      throws ExecutionException, TimeoutException, InterruptedException {
    return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  private int brokers(Admin admin)
      throws ExecutionException, TimeoutException, InterruptedException {
    Collection<Node> nodes = get(admin.describeCluster().nodes());
    String few = nodes.size() < 3 ? " With fewer than three, the loss of one can lose events." : "";
    good("Kafka answers at " + options.bootstrapServers() + ", with " + nodes.size()
        + (nodes.size() == 1 ? " broker." : " brokers.") + few);
    return nodes.size();
  }

  private void topic(Admin admin, String name, int partitions, int brokers, boolean isRequests)
      throws ExecutionException, TimeoutException, InterruptedException {
    TopicDescription topic = describe(admin, name);
    if (topic == null) {
      missing(admin, name, partitions, brokers);
      return;
    }
    Set<AclOperation> lacking = EnumSet.of(AclOperation.READ, AclOperation.WRITE);
    Set<AclOperation> allowed = topic.authorizedOperations();
    if (allowed != null) {
      lacking.removeAll(allowed);
      if (!lacking.isEmpty()) {
        bad("The relay lacks the right " + lacking + " on the topic " + name + ". Allow it.");
        return;
      }
    }
    if (!isRequests && topic.partitions().size() != 1) {
      bad("The topic " + name + " has " + topic.partitions().size()
          + " partitions. Create it with one.");
      return;
    }
    settings(admin, topic, brokers);
  }

  private static @Nullable TopicDescription describe(Admin admin, String name)
      throws ExecutionException, TimeoutException, InterruptedException {
    try {
      DescribeTopicsOptions withRights =
          new DescribeTopicsOptions().includeAuthorizedOperations(true);
      return get(admin.describeTopics(List.of(name), withRights).allTopicNames())
          .get(name);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return null;
      }
      throw e;
    }
  }

  /** Kafka checks everything that it checks when a topic is created, and does not create it. */
  private void missing(Admin admin, String name, int partitions, int brokers)
      throws TimeoutException, InterruptedException {
    CreateTopicsOptions onlyCheck = new CreateTopicsOptions().validateOnly(true);
    int replicas = options.replication() > 0 ? options.replication() : Math.min(3, brokers);
    try {
      get(admin
          .createTopics(List.of(Topics.topic(name, partitions, replicas, 1)), onlyCheck)
          .all());
      good("The topic " + name + " is missing; the relay will create it.");
    } catch (ExecutionException e) {
      bad("The topic " + name + " is missing, and the relay cannot create it. "
          + KafkaProblem.inWords(e, options));
    }
  }

  private void settings(Admin admin, TopicDescription topic, int brokers)
      throws ExecutionException, TimeoutException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    Config config = get(admin.describeConfigs(List.of(resource)).all()).get(resource);
    int largest = number(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
    if (largest < LEAST_RECORD_BYTES) {
      bad("The topic " + topic.name() + " takes records of no more than " + largest
          + " bytes, but an event may have a mebibyte. Raise its max.message.bytes to "
          + KafkaOptions.MAX_RECORD_BYTES + ".");
      return;
    }
    int replicas = topic.partitions().get(0).replicas().size();
    int inSync = number(config, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
    if (inSync > replicas) {
      bad("The topic " + topic.name() + " has " + replicas + " replicas and needs " + inSync
          + " in sync, so it takes no records. Lower its min.insync.replicas.");
      return;
    }
    String few = brokers > 1 && replicas == 1
        ? " It has one replica: the loss of a broker loses events. Give it three."
        : brokers > 2 && inSync == 1
            ? " Set min.insync.replicas to 2 to lose nothing with a broker."
            : "";
    good("The topic " + topic.name() + " can be used: " + topic.partitions().size()
        + " partitions, " + replicas + " replicas." + few);
  }

  private static int number(@Nullable Config config, String name) {
    return config == null || config.get(name) == null
        ? Integer.MAX_VALUE
        : Integer.parseInt(config.get(name).value());
  }

  /** Begins with what a task of Kafka Streams begins with. */
  private void transactions() {
    Map<String, Object> all = options.clients(options.group() + "-check");
    all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, options.group() + "-check");
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_SECONDS * 1000);
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
      good("Kafka's transactions work.");
    } catch (org.apache.kafka.common.errors.TimeoutException e) {
      bad(
          "Kafka does not begin a transaction. Check that its transaction.state.log.replication.factor is not"
              + " greater than the number of brokers, and transaction.state.log.min.isr not greater than that.");
    } catch (KafkaException e) {
      bad(KafkaProblem.inWords(e, options));
    } finally {
      producer.close(Duration.ZERO);
    }
  }
}
