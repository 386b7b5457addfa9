package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultAfterRollbackProcessor;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.kafka.transaction.KafkaTransactionManager;
import org.springframework.util.backoff.FixedBackOff;

/** Tests listeners on a real broker. {@link KafkaTest} needs none, and knows more cases. */
@Timeout(120)
class KafkaBrokerTest {
  @RegisterExtension
  static final Server SERVER = new Server();

  private static final String SECRET = "planted-payload";
  private static final String KEY = "planted-key";
  private static final int ATTEMPTS = 3;

  private static EmbeddedKafkaKraftBroker broker;
  private static ConfigurableApplicationContext application;
  private static volatile CountDownLatch done;

  @BeforeAll
  static void start() {
    broker = new EmbeddedKafkaKraftBroker(
        1, 1, "recovered", "exhausted", "dead", "dead-letters", "batch", "rolled-back");
    broker.brokerProperties(Map.of(
        "transaction.state.log.replication.factor", "1",
        "transaction.state.log.min.isr", "1",
        "transaction.state.log.num.partitions", "1",
        "offsets.topic.num.partitions", "1",
        "group.initial.rebalance.delay.ms", "0"));
    broker.afterPropertiesSet();
    application = App.plain(Application.class, SERVER.property());
  }

  @AfterAll
  static void stop() {
    application.close();
    broker.destroy();
  }

  @BeforeEach
  void reset() {
    Orders.attempts = 0;
  }

  @SuppressWarnings("unchecked")
  private static Event onlyEventAfter(String topic, int count) throws Exception {
    done = new CountDownLatch(count);
    KafkaTemplate<Object, Object> template = application.getBean(KafkaTemplate.class);
    template.send(topic, 0, KEY, SECRET).get(20, TimeUnit.SECONDS);
    assertThat(done.await(30, TimeUnit.SECONDS)).as("handled").isTrue();

    Event event = SERVER.onlyEvent();
    assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(event.message()).isEqualTo("no stock");
    assertThat(event.meta()).containsEntry("job", topic).doesNotContainKey("occurrences");
    assertThat(event.meta())
        .extracting("kafka")
        .asString()
        .contains("topic=" + topic, "partition=0", "offset=0", "group=" + topic);
    assertThat(event.json()).doesNotContain(SECRET).doesNotContain(KEY);
    return event;
  }

  @Test
  void recoveredRecord_isOneEvent() throws Exception {
    onlyEventAfter("recovered", 1);

    assertThat(Orders.attempts).isEqualTo(ATTEMPTS);
  }

  @Test
  void exhaustedRecord_isOneEvent() throws Exception {
    onlyEventAfter("exhausted", ATTEMPTS);
  }

  @Test
  void recordSentToADeadLetterTopic_isOneEvent() throws Exception {
    onlyEventAfter("dead", 1);

    assertThat(Orders.attempts).isEqualTo(ATTEMPTS);
  }

  @Test
  void batch_isOneEvent() throws Exception {
    Event event = onlyEventAfter("batch", 1);

    assertThat(event.meta()).extracting("kafka").asString().contains("records=1");
    assertThat(Orders.attempts).isEqualTo(ATTEMPTS);
  }

  @Test
  void rolledBackRecord_isOneEvent() throws Exception {
    onlyEventAfter("rolled-back", ATTEMPTS);

    assertThat(Orders.attempts).isEqualTo(ATTEMPTS);
  }

  // ---- the application -------------------------------------------------------------------------

  static class Orders {
    static volatile int attempts;

    private static void fail() {
      attempts++; // each topic has one consumer
      throw new IllegalStateException("no stock");
    }

    @KafkaListener(id = "recovered", topics = "recovered", containerFactory = "recovering")
    public void recovered(String order) {
      fail();
    }

    @KafkaListener(id = "exhausted", topics = "exhausted", containerFactory = "plain")
    public void exhausted(String order) {
      done.countDown();
      fail();
    }

    @KafkaListener(id = "dead", topics = "dead", containerFactory = "burying")
    public void dead(String order) {
      fail();
    }

    @KafkaListener(id = "dead-letters", topics = "dead-letters", containerFactory = "plain")
    public void deadLetter(String order) {
      done.countDown();
    }

    @KafkaListener(id = "batch", topics = "batch", batch = "true", containerFactory = "recovering")
    public void batch(List<ConsumerRecord<String, String>> orders) {
      fail();
    }

    @KafkaListener(id = "rolled-back", topics = "rolled-back", containerFactory = "transactional")
    public void rolledBack(String order) {
      done.countDown();
      fail();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EnableKafka
  static class Application {
    @Bean
    Orders orders() {
      return new Orders();
    }

    private static Map<String, Object> producer() {
      return Map.of(
          ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.getBrokersAsString(),
          ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class,
          ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    }

    @Bean
    ProducerFactory<Object, Object> producers() {
      return new DefaultKafkaProducerFactory<>(producer());
    }

    @Bean
    KafkaTemplate<Object, Object> template(ProducerFactory<Object, Object> producers) {
      return new KafkaTemplate<>(producers);
    }

    private static ConcurrentKafkaListenerContainerFactory<Object, Object> factory(
        @Nullable CommonErrorHandler handler) {
      ConcurrentKafkaListenerContainerFactory<Object, Object> factory =
          new ConcurrentKafkaListenerContainerFactory<>();
      factory.setConsumerFactory(new DefaultKafkaConsumerFactory<>(Map.of(
          ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
          broker.getBrokersAsString(),
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
          "earliest",
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          false,
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
          StringDeserializer.class,
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
          StringDeserializer.class)));
      factory.setCommonErrorHandler(handler); // null: that of the container
      return factory;
    }

    private static FixedBackOff attempts() {
      return new FixedBackOff(0, ATTEMPTS - 1);
    }

    @Bean
    ConcurrentKafkaListenerContainerFactory<Object, Object> plain() {
      return factory(new DefaultErrorHandler(attempts()));
    }

    @Bean
    ConcurrentKafkaListenerContainerFactory<Object, Object> recovering() {
      return factory(new DefaultErrorHandler((record, error) -> done.countDown(), attempts()));
    }

    @Bean
    ConcurrentKafkaListenerContainerFactory<Object, Object> burying(
        KafkaTemplate<Object, Object> template) {
      return factory(new DefaultErrorHandler(
          new DeadLetterPublishingRecoverer(
              template, (record, error) -> new TopicPartition("dead-letters", 0)),
          attempts()));
    }

    @Bean
    ConcurrentKafkaListenerContainerFactory<Object, Object> transactional() {
      DefaultKafkaProducerFactory<Object, Object> producers =
          new DefaultKafkaProducerFactory<>(producer());
      producers.setTransactionIdPrefix("orders-");
      ConcurrentKafkaListenerContainerFactory<Object, Object> factory = factory(null);
      factory
          .getContainerProperties()
          .setKafkaAwareTransactionManager(new KafkaTransactionManager<>(producers));
      factory.setAfterRollbackProcessor(new DefaultAfterRollbackProcessor<>(attempts()));
      return factory;
    }
  }
}
