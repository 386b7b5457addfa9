package app.trackx.relay.kafka;

import app.trackx.internal.session.UtcDay;
import app.trackx.relay.intake.DailySecret;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of the days, shared through a topic of one partition. Whichever relay first needs that of a day writes one; if
 * several do so at the same time, the record with the lowest offset counts. Kafka deletes a record after {@link #RETENTION}, so
 * that nobody can link tokens to sources once the day is over.
 *
 * <p>Thread-safe. A thread that asks for a secret that is not known yet waits for Kafka, 10 seconds at most; that is the first
 * of a day.
 */
final class KafkaSecrets implements DailySecret {
  /** Longer than a secret is used: its day, and the time before it in which it may be asked for. */
  static final Duration RETENTION = Duration.ofHours(26);

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int LENGTH = 32;

  private final KafkaOptions options;
  private final SecureRandom random = new SecureRandom();

  /** Replaced as a whole; keeps two days, since requests around midnight belong to either. */
  private volatile Map<Long, byte[]> known = Map.of();

  KafkaSecrets(KafkaOptions options) {
    this.options = options;
  }

  @Override
  public byte[] of(long day) {
    byte[] secret = known.get(day);
    return secret == null ? fetch(day) : secret;
  }

  /** Fetches that of today. */
  void prepare() {
    byte[] unused = of(UtcDay.of(System.currentTimeMillis()));
    assert unused.length == LENGTH;
  }

  private synchronized byte[] fetch(long day) {
    byte[] secret = known.get(day);
    if (secret != null) {
      return secret;
    }
    secret = read(day);
    if (secret == null) {
      write(day);
      secret = read(day);
    }
    if (secret == null) {
      throw new IllegalStateException("Kafka does not return the day's secret");
    }
    Map<Long, byte[]> next = new HashMap<>(known);
    next.keySet().removeIf(other -> Math.abs(other - day) > 1);
    next.put(day, secret);
    known = Map.copyOf(next);
    return secret;
  }

  /** Reads the topic to its end. */
  private byte @Nullable [] read(long day) {
    Map<String, Object> all = options.clients(options.group() + "-secrets");
    all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    all.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    TopicPartition partition = new TopicPartition(options.secretsTopic(), 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = Objects.requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
      long deadline = System.nanoTime() + TIMEOUT.toNanos();
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          if (isOf(day, record)) {
            return record.value();
          }
        }
        if (System.nanoTime() - deadline > 0) {
          throw new IllegalStateException(
              "Kafka does not return the records of " + partition.topic());
        }
      }
      return null;
    }
  }

  private static boolean isOf(long day, ConsumerRecord<byte[], byte[]> record) {
    return record.key() != null
        && record.key().length == Long.BYTES
        && ByteBuffer.wrap(record.key()).getLong() == day
        && record.value() != null
        && record.value().length == LENGTH;
  }

  private void write(long day) {
    Map<String, Object> all = options.clients(options.group() + "-secrets");
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT.toMillis());
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    byte[] secret = new byte[LENGTH];
    random.nextBytes(secret);
    byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(day).array();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(options.secretsTopic(), 0, key, secret))
          .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Kafka did not acknowledge the day's secret", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while writing the day's secret", e);
    }
  }
}
