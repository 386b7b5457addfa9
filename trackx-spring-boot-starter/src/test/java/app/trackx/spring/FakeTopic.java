package app.trackx.spring;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * A topic of a few records, which are there again whenever a container seeks them, for containers that
 * need no broker.
 */
final class FakeTopic implements ConsumerFactory<Object, Object> {
  static final String KEY = "planted-key";
  static final String SECRET = "planted-payload";

  private final int records;
  private final Runnable onCommit;

  FakeTopic(int records, Runnable onCommit) {
    this.records = records;
    this.onCommit = onCommit;
  }

  @Override
  public Consumer<Object, Object> createConsumer(
      @Nullable String group,
      @Nullable String prefix,
      @Nullable String suffix,
      @Nullable Properties properties) {
    return new Replay(records, onCommit);
  }

  @Override
  public boolean isAutoCommit() {
    return false;
  }

  @Override
  public Map<String, Object> getConfigurationProperties() {
    return Map.of(ConsumerConfig.GROUP_ID_CONFIG, "shop");
  }

  private static final class Replay extends MockConsumer<Object, Object> {
    private final int records;
    private final Runnable onCommit;

    Replay(int records, Runnable onCommit) {
      super(OffsetResetStrategy.EARLIEST);
      this.records = records;
      this.onCommit = onCommit;
    }

    @Override
    public synchronized void seek(TopicPartition partition, long offset) {
      super.seek(partition, offset);
      updateBeginningOffsets(Map.of(partition, 0L));
      updateEndOffsets(Map.of(partition, (long) records));
      for (long next = offset; next < records; next++) {
        addRecord(new ConsumerRecord<>(partition.topic(), 0, next, KEY, SECRET));
      }
    }

    @Override
    public synchronized void commitSync(
        Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
      super.commitSync(offsets, timeout);
      onCommit.run();
    }
  }

  /** Producers whose transactions end at once. */
  static final class Transactions implements ProducerFactory<Object, Object> {
    @Override
    public boolean transactionCapable() {
      return true;
    }

    @Override
    public Producer<Object, Object> createProducer() {
      MockProducer<Object, Object> producer = new MockProducer<>();
      producer.initTransactions();
      return producer;
    }

    @Override
    public Producer<Object, Object> createProducer(@Nullable String prefix) {
      return createProducer();
    }
  }
}
