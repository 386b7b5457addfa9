package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.PartitionOffset;
import org.springframework.kafka.annotation.TopicPartition;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultAfterRollbackProcessor;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.transaction.KafkaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.backoff.FixedBackOff;

/** Tests listeners that take batches, of a real container, with a consumer that needs no broker. */
@Timeout(60)
class KafkaBatchTest {
  @RegisterExtension
  static final Server SERVER = new Server();

  private static final int RECORDS = 3;
  private static final AtomicInteger ATTEMPTS = new AtomicInteger();
  private static final AtomicInteger RECOVERED = new AtomicInteger();

  /** The attempts, counted from 1, that fail. */
  private static volatile int failures;

  private static volatile CountDownLatch over = new CountDownLatch(1);

  @BeforeEach
  void reset() {
    ATTEMPTS.set(0);
    RECOVERED.set(0);
    failures = Integer.MAX_VALUE;
    over = new CountDownLatch(1);
  }

  /** Returns the events, also those of what the container does before it stops. */
  private static List<Event> eventsOf(Class<?> application, int least) throws Exception {
    try (ConfigurableApplicationContext context = App.plain(application, SERVER.property())) {
      assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
      SERVER.events(least);
    }
    return SERVER.eventsNow();
  }

  private static Event onlyEventOf(Class<?> application) throws Exception {
    List<Event> events = eventsOf(application, 1);
    assertThat(events).hasSize(1);
    assertThat(events.get(0).meta()).doesNotContainKey("occurrences");
    assertOrders(events.get(0));
    return events.get(0);
  }

  private static void assertOrders(Event event) {
    assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(event.message()).isEqualTo("no stock");
    assertThat(event.meta()).containsEntry("job", "orders");
    assertThat(event.json()).doesNotContain(FakeTopic.SECRET).doesNotContain(FakeTopic.KEY);
  }

  private static void assertWholeBatch(Event event) {
    assertThat(event.meta())
        .extracting("kafka")
        .asString()
        .contains("topic=orders", "partition=0", "offset=0", "records=3");
  }

  @ParameterizedTest
  @ValueSource(classes = {Retried.class, OfTransactionalMethod.class})
  void batchThatFailsInAllAttempts_isOneEvent(Class<?> application) throws Exception {
    Event event = onlyEventOf(application);

    assertThat(ATTEMPTS).hasValue(3);
    assertThat(RECOVERED).hasValue(RECORDS);
    assertWholeBatch(event);
  }

  @Test
  void batchThatSucceedsAtLast_isNone() throws Exception {
    failures = 2;

    assertThat(eventsOf(Retried.class, 0)).isEmpty();
    assertThat(ATTEMPTS).hasValue(3);
    assertThat(RECOVERED).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(classes = {NamedRecord.class, NamedIndex.class, NamedRecordWithoutSeek.class})
  void recordOfABatch_isOneEvent_whenItIsGivenUp(Class<?> application) throws Exception {
    Event event = onlyEventOf(application);

    assertThat(RECOVERED).hasValue(1);
    assertThat(event.meta())
        .extracting("kafka")
        .asString()
        .contains("topic=orders", "partition=0", "offset=1")
        .doesNotContain("records");
  }

  @Test
  void rolledBackBatchThatIsRecovered_isOneEvent_afterAllAttempts() throws Exception {
    Event event = onlyEventOf(RolledBackAndRecovered.class);

    assertThat(ATTEMPTS).hasValue(3);
    assertThat(RECOVERED).hasValue(RECORDS);
    assertThat(event.meta()).extracting("log").asString().contains("rolled back");
    assertWholeBatch(event);
  }

  @Test
  void rolledBackBatchThatIsDeliveredWithoutLimit_countsEachAttempt() throws Exception {
    failures = 2;
    List<Event> events = eventsOf(RolledBack.class, 1);

    assertThat(ATTEMPTS).hasValue(3);
    int counted = 0;
    for (Event event : events) {
      assertOrders(event);
      assertWholeBatch(event);
      counted += ((Number) event.meta().getOrDefault("occurrences", 1)).intValue();
    }
    assertThat(counted).isEqualTo(2);
    assertThat(SERVER.local().issues()).hasSize(1);
  }

  // ---- the applications ------------------------------------------------------------------------

  private static void attempt(RuntimeException failure) {
    if (ATTEMPTS.incrementAndGet() <= failures) {
      throw failure;
    }
    over.countDown();
  }

  static class Orders {
    @KafkaListener(
        id = "orders",
        batch = "true",
        topicPartitions =
            @TopicPartition(
                topic = "orders",
                partitionOffsets = @PartitionOffset(partition = "0", initialOffset = "0")))
    public void on(List<ConsumerRecord<Object, Object>> orders) {
      attempt(new IllegalStateException("no stock"));
    }
  }

  static class TransactionalOrders extends Orders {
    @Override
    @Transactional
    public void on(List<ConsumerRecord<Object, Object>> orders) {
      super.on(orders);
    }
  }

  /** Fails for the second record, and names it. */
  static class NamingOrders extends Orders {
    private final boolean byIndex;

    NamingOrders(boolean byIndex) {
      this.byIndex = byIndex;
    }

    @Override
    public void on(List<ConsumerRecord<Object, Object>> orders) {
      for (int index = 0; index < orders.size(); index++) {
        if (orders.get(index).offset() == 1) {
          IllegalStateException cause = new IllegalStateException("no stock");
          throw byIndex
              ? new BatchListenerFailedException("failed", cause, index)
              : new BatchListenerFailedException("failed", cause, orders.get(index));
        }
      }
      over.countDown();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EnableKafka
  static class Kafka {
    @Bean
    ConcurrentKafkaListenerContainerFactory<Object, Object> kafkaListenerContainerFactory() {
      ConcurrentKafkaListenerContainerFactory<Object, Object> factory =
          new ConcurrentKafkaListenerContainerFactory<>();
      factory.setConsumerFactory(new FakeTopic(RECORDS, () -> {}));
      factory.getContainerProperties().setPollTimeout(10);
      return factory;
    }
  }

  private static DefaultErrorHandler handler(int expected) {
    return new DefaultErrorHandler((record, error) -> recovered(expected), new FixedBackOff(0, 2));
  }

  private static void recovered(int expected) {
    if (RECOVERED.incrementAndGet() == expected) {
      over.countDown();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Import(Kafka.class)
  static class Retried {
    @Bean
    Orders orders() {
      return new Orders();
    }

    @Autowired
    void set(ConcurrentKafkaListenerContainerFactory<Object, Object> factory) {
      factory.setCommonErrorHandler(handler(RECORDS));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Import(Kafka.class)
  @EnableTransactionManagement(proxyTargetClass = true)
  static class OfTransactionalMethod {
    @Bean
    TransactionalOrders orders() {
      return new TransactionalOrders();
    }

    @Bean
    PlatformTransactionManager transactionManager() {
      return new EmptyTransactions();
    }

    @Autowired
    void set(ConcurrentKafkaListenerContainerFactory<Object, Object> factory) {
      factory.setCommonErrorHandler(handler(RECORDS));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Import(Kafka.class)
  static class NamedRecord {
    @Bean
    Orders orders() {
      return new NamingOrders(false);
    }

    @Autowired
    void set(ConcurrentKafkaListenerContainerFactory<Object, Object> factory) {
      factory.setCommonErrorHandler(handler(2)); // the rest of the batch ends the test
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Import(Kafka.class)
  static class NamedIndex {
    @Bean
    Orders orders() {
      return new NamingOrders(true);
    }

    @Autowired
    void set(ConcurrentKafkaListenerContainerFactory<Object, Object> factory) {
      DefaultErrorHandler handler = handler(2);
      handler.setSeekAfterError(false);
      factory.setCommonErrorHandler(handler);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Import(Kafka.class)
  static class NamedRecordWithoutSeek {
    @Bean
    Orders orders() {
      return new NamingOrders(false);
    }

    @Autowired
    void set(ConcurrentKafkaListenerContainerFactory<Object, Object> factory) {
      DefaultErrorHandler handler = handler(2);
      handler.setSeekAfterError(false);
      factory.setCommonErrorHandler(handler);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Import(Kafka.class)
  static class RolledBack {
    @Bean
    Orders orders() {
      return new Orders();
    }

    @Autowired
    void set(ConcurrentKafkaListenerContainerFactory<Object, Object> factory) {
      factory
          .getContainerProperties()
          .setKafkaAwareTransactionManager(
              new KafkaTransactionManager<>(new FakeTopic.Transactions()));
      factory.setAfterRollbackProcessor(
          new DefaultAfterRollbackProcessor<>(new FixedBackOff(0, 2)));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Import(Kafka.class)
  static class RolledBackAndRecovered {
    @Bean
    Orders orders() {
      return new Orders();
    }

    @Autowired
    void set(ConcurrentKafkaListenerContainerFactory<Object, Object> factory) {
      FakeTopic.Transactions transactions = new FakeTopic.Transactions();
      ContainerProperties properties = factory.getContainerProperties();
      properties.setKafkaAwareTransactionManager(new KafkaTransactionManager<>(transactions));
      properties.setBatchRecoverAfterRollback(true);
      factory.setAfterRollbackProcessor(new DefaultAfterRollbackProcessor<>(
          (record, error) -> recovered(RECORDS),
          new FixedBackOff(0, 2),
          new KafkaTemplate<>(transactions),
          true));
    }
  }
}
