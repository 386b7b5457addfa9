package app.trackx.relay.kafka;

import app.trackx.relay.fold.SightingReader;
import app.trackx.relay.forward.Outbox;
import app.trackx.relay.intake.DailySecret;
import app.trackx.relay.intake.Intake;
import app.trackx.relay.metrics.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a relay that use Kafka: the intake of its front, the outbox of its forwarding thread, the secrets of the days, and
 * Kafka Streams between them. Thread-safe.
 */
public final class KafkaBackend implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("app.trackx.relay");
  private static final int COMMIT_MILLIS = 1_000;

  /** No longer than a tick of the outbox, which is not called while a thread waits for records. */
  private static final int POLL_MILLIS = 50;

  private static final int SESSION_TIMEOUT_MILLIS = 10_000;

  // an event may have a mebibyte, so the defaults would need more memory than a relay has
  private static final int MAX_POLL_RECORDS = 500;
  private static final int FETCH_BYTES = 8 * 1024 * 1024;
  private static final int BUFFERED_RECORDS = 100;

  private static final int START_MILLIS = (int) (Topics.TIMEOUT_SECONDS * 1000);
  private static final long LAST_VERDICT_MILLIS = 2_000;
  private static final long REPLACE_PAUSE_NANOS = 2_000_000_000L;

  private final KafkaIntake intake;
  private final KafkaSecrets secrets;
  private final KafkaStreams streams;
  private final HandOver handOver;
  private final AtomicLong threadFailures = new AtomicLong();

  private KafkaBackend(
      KafkaOptions options,
      int replicas,
      KafkaIntake intake,
      KafkaSecrets secrets,
      SightingReader reader,
      SendBudget.Limit limit,
      Metrics metrics) {
    this.intake = intake;
    this.secrets = secrets;
    this.handOver = new HandOver();
    KafkaCounters counters = new KafkaCounters(metrics);
    OutboxGauges gauges = new OutboxGauges(metrics);
    RelayTopology topology = new RelayTopology(
        options,
        reader,
        new SourceTokens(secrets),
        handOver,
        counters,
        gauges,
        limit,
        Commits::ofThread);
    Properties properties = new Properties();
    properties.putAll(configuration(options, replicas));
    this.streams = new KafkaStreams(topology.build(), properties);
    register(metrics);
  }

  /**
   * Connects, creates the topics that are missing, and begins to fold.
   *
   * @param reader makes of a request what is folded, scrubbed
   * @param burst requests that the server accepts at once; 0 for no limit
   * @param perMinute requests a minute that it accepts after that
   * @param metrics gets what there is to measure
   * @throws IOException if Kafka cannot be used; its message names the problem in words
   */
  public static KafkaBackend start(
      KafkaOptions options, SightingReader reader, int burst, double perMinute, Metrics metrics)
      throws IOException, InterruptedException {
    KafkaIntake intake = null;
    try {
      int replicas = createTopics(options);
      KafkaSecrets secrets = new KafkaSecrets(options);
      secrets.prepare();
      intake = KafkaIntake.open(options);
      SendBudget.Limit limit = new SendBudget.Limit(burst, perMinute);
      KafkaBackend backend =
          new KafkaBackend(options, replicas, intake, secrets, reader, limit, metrics);
      backend.start();
      return backend;
    } catch (ExecutionException | TimeoutException | KafkaException | IllegalStateException e) {
      if (intake != null) {
        intake.close();
      }
      throw new IOException(KafkaProblem.inWords(e, options), e);
    }
  }

  private static int createTopics(KafkaOptions options)
      throws ExecutionException, TimeoutException, InterruptedException {
    Map<String, Object> configuration = options.clients(options.group() + "-start");
    configuration.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, START_MILLIS);
    configuration.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, START_MILLIS / 2);
    LOG.info("The relay connects to Kafka at {}.", options.bootstrapServers());
    try (Admin admin = Admin.create(configuration)) { // its end waits for open calls
      return Topics.create(admin, options);
    }
  }

  private void start() {
    streams.setUncaughtExceptionHandler(failure -> {
      threadFailures.incrementAndGet();
      LOG.warn(
          "A thread that folds failed ({}) and is replaced. Nothing is lost: it goes on at the last commit."
              + " If this repeats, run the relay with --check.",
          root(failure));
      LockSupport.parkNanos(
          REPLACE_PAUSE_NANOS); // on that thread: so that it cannot fail in a tight loop
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    });
    streams.start();
  }

  private static String root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName();
  }

  private static Map<String, Object> configuration(KafkaOptions options, int replicas) {
    Map<String, Object> all = new HashMap<>(options.clients(options.group()));
    all.remove("client.id");
    all.put(StreamsConfig.APPLICATION_ID_CONFIG, options.group());
    all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, options.threads());
    all.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, replicas);
    all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
    all.put(StreamsConfig.POLL_MS_CONFIG, POLL_MILLIS);
    all.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    all.put(
        StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
        KafkaOptions.MAX_RECORD_BYTES);
    all.put(
        StreamsConfig.topicPrefix(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG), replicas >= 3 ? 2 : 1);
    all.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        KafkaOptions.MAX_RECORD_BYTES);
    all.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    all.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    all.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        SESSION_TIMEOUT_MILLIS);
    all.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), MAX_POLL_RECORDS);
    all.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), FETCH_BYTES);
    all.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS);
    return all;
  }

  /** Returns where the front hands requests over. */
  public Intake intake() {
    return intake;
  }

  /** Returns where the forwarding thread takes what it sends. */
  public Outbox outbox() {
    return handOver;
  }

  /** Returns the secrets of the days, the same in all relays of the group. */
  public DailySecret secret() {
    return secrets;
  }

  /** Returns whether this relay takes part in folding, or is about to; its front works in any case. */
  public boolean isHealthy() {
    return streams.state().isRunningOrRebalancing();
  }

  private void register(Metrics metrics) {
    metrics.gauge(
        "kafka_lag_records",
        "Records in Kafka's topics that this relay has to read; the group's lag is the sum over all relays.",
        this::lag);
    metrics.gauge(
        "kafka_running", "1 if this relay takes part in folding.", () -> isHealthy() ? 1 : 0);
    metrics.gauge(
        "kafka_thread_failures",
        "Threads of Kafka Streams that were replaced.",
        threadFailures::get);
  }

  private double lag() {
    double records = 0;
    for (Metric metric : streams.metrics().values()) {
      if (metric.metricName().name().equals("records-lag")
          && metric.metricValue() instanceof Double value
          && value >= 0) {
        records += value;
      }
    }
    return records;
  }

  /** Finishes what was received, commits, and leaves the group, so that another relay takes over at once. */
  public void close(Duration timeout) {
    intake.close();
    try {
      if (!handOver.awaitVerdictsTaken(LAST_VERDICT_MILLIS)) {
        LOG.debug("the last verdict is not stored: another relay sends that event once more");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    streams.close(CloseOptions.timeout(timeout)
        .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
  }

  @Override
  public void close() {
    close(Duration.ofSeconds(10));
  }
}
