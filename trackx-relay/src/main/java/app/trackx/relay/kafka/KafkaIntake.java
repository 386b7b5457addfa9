package app.trackx.relay.kafka;

import app.trackx.internal.kafka.PartitionKey;
import app.trackx.relay.intake.Intake;
import app.trackx.relay.intake.IntakeFullException;
import app.trackx.relay.intake.Received;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes requests to the topic. A request is safe when all in-sync replicas have it ({@code acks=all}).
 *
 * <p>Never blocks: the producer knows the topic before the first request and never forgets it, and when its buffer is full, it
 * fails at once. A request that fails may nevertheless be in the topic, if only the acknowledgement was lost; the client then
 * sends it a second time.
 */
final class KafkaIntake implements Intake, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaIntake.class);
  private static final long BUFFER_BYTES = 32L * 1024 * 1024;

  /** Batches: at 2 000 requests a second this saves most requests to the broker, and costs no one a noticeable time. */
  private static final int LINGER_MILLIS = 2;

  private static final int BATCH_BYTES = 128 * 1024;
  private static final int REQUEST_TIMEOUT_MILLIS = 4_000;

  /** Less than a client waits for the relay's response. */
  private static final int DELIVERY_TIMEOUT_MILLIS = 8_000;

  /** Kafka adds it to the time, so {@code Long.MAX_VALUE} would be in the past. */
  private static final long NEVER_MILLIS = TimeUnit.DAYS.toMillis(3650);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final String topic;
  private final Producer<byte[], byte[]> producer;

  /** Whether the failure of requests was logged, and none has succeeded since. */
  private final AtomicBoolean failing = new AtomicBoolean();

  KafkaIntake(String topic, Producer<byte[], byte[]> producer) {
    this.topic = topic;
    this.producer = producer;
  }

  /** Creates the producer, and waits until it knows the topic. */
  static KafkaIntake open(KafkaOptions options)
      throws ExecutionException, TimeoutException, InterruptedException {
    KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
        configuration(options), new ByteArraySerializer(), new ByteArraySerializer());
    try {
      awaitTopic(producer, options.topic());
    } catch (TimeoutException | InterruptedException | RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
    return new KafkaIntake(options.topic(), producer);
  }

  static Map<String, Object> configuration(KafkaOptions options) {
    Map<String, Object> all = options.clients(options.group() + "-front");
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    all.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, KafkaOptions.MAX_RECORD_BYTES);
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MILLIS);
    all.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, NEVER_MILLIS);
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
    return all;
  }

  /** Asks again and again, because the producer may not wait. */
  private static void awaitTopic(Producer<?, ?> producer, String topic)
      throws TimeoutException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Topics.TIMEOUT_SECONDS);
    while (true) {
      try {
        producer.partitionsFor(topic);
        return;
      } catch (org.apache.kafka.common.errors.TimeoutException notYet) {
        if (System.nanoTime() - deadline > 0) {
          throw new TimeoutException("Kafka has not described the topic " + topic);
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  @Override
  public CompletableFuture<Void> accept(List<Received> requests) {
    Acknowledgements all = new Acknowledgements(requests.size(), this::report);
    for (Received request : requests) {
      byte[] key = PartitionKey.of(request.key(), request.body());
      try {
        producer.send(
            new ProducerRecord<>(topic, key, request.toBytes()),
            (metadata, failure) -> all.add(failure));
      } catch (RuntimeException e) { // the buffer is full, or Kafka's producer was closed
        all.add(e);
      }
    }
    return all.result;
  }

  /** Logs the first failure, and the end of a series of failures. */
  private void report(@Nullable Exception failure) {
    if (failure == null) {
      if (failing.compareAndSet(true, false)) {
        LOG.info("Kafka acknowledges requests again.");
      }
    } else if (failing.compareAndSet(false, true)) {
      LOG.warn(
          "Kafka did not acknowledge a request, and clients get 503 until it does ({}: {}). If this lasts, run the relay"
              + " with --check.",
          failure.getClass().getSimpleName(),
          failure.getMessage());
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofMillis(DELIVERY_TIMEOUT_MILLIS));
  }

  /** Completes when each of several records was acknowledged, or when all are settled and one was not. */
  private static final class Acknowledgements {
    final CompletableFuture<Void> result = new CompletableFuture<>();
    private final AtomicInteger missing;
    private final Consumer<@Nullable Exception> report;
    private volatile @Nullable Exception failure;

    Acknowledgements(int count, Consumer<@Nullable Exception> report) {
      this.missing = new AtomicInteger(count);
      this.report = report;
      if (count == 0) {
        result.complete(null);
      }
    }

    void add(@Nullable Exception problem) {
      if (problem != null) {
        failure = problem;
      }
      if (missing.decrementAndGet() > 0) {
        return;
      }
      Exception known = failure;
      report.accept(known);
      if (known == null) {
        result.complete(null);
      } else {
        result.completeExceptionally(
            new IntakeFullException("Kafka: " + known.getClass().getSimpleName(), RETRY_AFTER));
      }
    }
  }
}
