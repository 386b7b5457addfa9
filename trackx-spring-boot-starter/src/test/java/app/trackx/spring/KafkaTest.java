package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.PartitionOffset;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DefaultAfterRollbackProcessor;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.transaction.KafkaTransactionManager;
import org.springframework.util.backoff.FixedBackOff;

/** Tests listeners of a real container, with a consumer that needs no broker. */
@Timeout(60)
class KafkaTest {
  @RegisterExtension
  static final Server SERVER = new Server();

  private static CountDownLatch givenUp = new CountDownLatch(1);

  @BeforeEach
  void reset() {
    givenUp = new CountDownLatch(1);
    Orders.ATTEMPTS.set(0);
  }

  private static Event onlyEventOf(Class<?> application) throws InterruptedException {
    try (ConfigurableApplicationContext context = App.plain(application, SERVER.property())) {
      assertThat(givenUp.await(20, TimeUnit.SECONDS)).isTrue();
      Event event = SERVER.onlyEvent();
      assertThat(event.json()).doesNotContain(FakeTopic.SECRET).doesNotContain(FakeTopic.KEY);
      return event;
    }
  }

  private static void assertPlace(Event event) {
    assertThat(event.meta()).containsEntry("job", "orders");
    assertThat(event.meta())
        .extracting("kafka")
        .asString()
        .contains("topic=orders", "partition=0", "offset=0");
  }

  @Test
  void recovered_isOneEvent_afterAllAttempts() throws InterruptedException {
    Event event = onlyEventOf(Recovering.class);

    assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(event.message()).isEqualTo("no stock");
    assertThat(Orders.ATTEMPTS).hasValue(3);
    assertPlace(event);
  }

  @Test
  void loggedByTheDefaultRecoverer_isOneEvent() throws InterruptedException {
    Event event = onlyEventOf(Logging.class);

    assertThat(event.message()).isEqualTo("no stock");
    assertThat(event.meta()).extracting("log").asString().contains("orders-0@0");
    assertPlace(event);
  }

  @Test
  void unreadablePayload_isOneEvent_withoutIt() throws InterruptedException {
    Event event = onlyEventOf(Unreadable.class);

    assertThat(event.name()).contains("MessageConversionException");
    assertPlace(event);
  }

  @Test
  void rolledBack_isOneEvent_afterAllAttempts() throws InterruptedException {
    Event event = onlyEventOf(Transactional.class);

    assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(event.message()).isEqualTo("no stock");
    assertThat(event.meta()).doesNotContainKey("occurrences");
    assertThat(event.meta()).extracting("log").asString().contains("rolled back");
    assertThat(Orders.ATTEMPTS).hasValue(3);
    assertThat(Transactional.INTERCEPTED).hasValue(3);
    assertPlace(event);
  }

  @Test
  void rolledBack_byAnotherTransactionManager_isOneEvent() throws InterruptedException {
    Event event = onlyEventOf(OtherTransactions.class);

    assertThat(event.message()).isEqualTo("no stock");
    assertThat(Orders.ATTEMPTS).hasValue(3);
    assertPlace(event);
  }

  @Test
  void rolledBack_withAnErrorHandler_isOneEvent_afterAllAttempts() throws InterruptedException {
    Event event = onlyEventOf(TransactionalWithHandler.class);

    assertThat(event.message()).isEqualTo("no stock");
    assertThat(event.meta()).doesNotContainKey("occurrences");
    assertThat(Orders.ATTEMPTS).hasValue(3);
    assertPlace(event);
  }

  @Test
  void listenerThatIsRegisteredAfterTheStart_isWatchedToo() throws InterruptedException {
    try (ConfigurableApplicationContext context = App.plain(Late.class, SERVER.property())) {
      assertThat(Late.customized).isZero();
      context.getBean(Orders.class);
      assertThat(givenUp.await(20, TimeUnit.SECONDS)).isTrue();

      assertPlace(SERVER.onlyEvent());
      assertThat(Orders.ATTEMPTS).hasValue(3);
      assertThat(Late.customized).isEqualTo(1);
    }
  }

  // ---- the applications ------------------------------------------------------------------------

  static class Orders {
    static final AtomicInteger ATTEMPTS = new AtomicInteger();

    @KafkaListener(
        id = "orders",
        topicPartitions =
            @org.springframework.kafka.annotation.TopicPartition(
                topic = "orders",
                partitionOffsets = @PartitionOffset(partition = "0", initialOffset = "0")))
    public void on(String order) {
      ATTEMPTS.incrementAndGet();
      throw new IllegalStateException("no stock");
    }
  }

  static class Numbers {
    @KafkaListener(
        id = "orders",
        topicPartitions =
            @org.springframework.kafka.annotation.TopicPartition(
                topic = "orders",
                partitionOffsets = @PartitionOffset(partition = "0", initialOffset = "0")))
    public void on(Map<String, Integer> order) {
      throw new IllegalStateException("never called");
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EnableKafka
  static class Kafka {
    @Bean
    ConcurrentKafkaListenerContainerFactory<Object, Object> kafkaListenerContainerFactory(
        ObjectProvider<CommonErrorHandler> handler) {
      ConcurrentKafkaListenerContainerFactory<Object, Object> factory =
          new ConcurrentKafkaListenerContainerFactory<>();
      factory.setConsumerFactory(new FakeTopic(1, () -> givenUp.countDown()));
      factory.setCommonErrorHandler(handler.getIfAvailable());
      factory.getContainerProperties().setPollTimeout(10);
      return factory;
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Import(Kafka.class)
  static class Recovering {
    @Bean
    Orders orders() {
      return new Orders();
    }

    @Bean
    DefaultErrorHandler handler() {
      return new DefaultErrorHandler(
          (record, error) -> givenUp.countDown(), new FixedBackOff(0, 2));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Import(Kafka.class)
  static class Logging {
    @Bean
    Orders orders() {
      return new Orders();
    }

    @Bean
    CommonErrorHandler handler() {
      return new DefaultErrorHandler(new FixedBackOff(0, 1));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Import(Kafka.class)
  static class Unreadable {
    @Bean
    Numbers numbers() {
      return new Numbers();
    }

    @Bean
    CommonErrorHandler handler() {
      return new DefaultErrorHandler(new FixedBackOff(0, 1));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Import(Kafka.class)
  static class Transactional {
    static final AtomicInteger INTERCEPTED = new AtomicInteger();

    @Bean
    Orders orders() {
      return new Orders();
    }

    @Autowired
    void makeTransactional(ConcurrentKafkaListenerContainerFactory<Object, Object> factory) {
      INTERCEPTED.set(0);
      factory
          .getContainerProperties()
          .setKafkaAwareTransactionManager(
              new KafkaTransactionManager<>(new FakeTopic.Transactions()));
      factory.setAfterRollbackProcessor(new DefaultAfterRollbackProcessor<>(
          (record, error) -> givenUp.countDown(), new FixedBackOff(0, 2)));
      factory.setRecordInterceptor((record, consumer) -> {
        INTERCEPTED.incrementAndGet();
        return record;
      });
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Import(Kafka.class)
  static class OtherTransactions {
    @Bean
    Orders orders() {
      return new Orders();
    }

    @Autowired
    @SuppressWarnings("removal")
    void makeTransactional(ConcurrentKafkaListenerContainerFactory<Object, Object> factory) {
      factory.getContainerProperties().setTransactionManager(new EmptyTransactions());
      factory.setAfterRollbackProcessor(new DefaultAfterRollbackProcessor<>(
          (record, error) -> givenUp.countDown(), new FixedBackOff(0, 2)));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Import(Recovering.class)
  static class TransactionalWithHandler {
    @Autowired
    void makeTransactional(ConcurrentKafkaListenerContainerFactory<Object, Object> factory) {
      factory
          .getContainerProperties()
          .setKafkaAwareTransactionManager(
              new KafkaTransactionManager<>(new FakeTopic.Transactions()));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Import(Kafka.class)
  static class Late {
    static int customized;

    @Bean
    @Lazy
    Orders orders() {
      return new Orders();
    }

    @Bean
    DefaultErrorHandler handler() {
      return new DefaultErrorHandler(
          (record, error) -> givenUp.countDown(), new FixedBackOff(0, 2));
    }

    /** Has a customizer of its own, set as Spring Boot sets it, before other beans see the factory. */
    @Bean
    static BeanPostProcessor customizer() {
      customized = 0;
      return new BeanPostProcessor() {
        @Override
        public Object postProcessBeforeInitialization(Object bean, String name) {
          if (bean instanceof ConcurrentKafkaListenerContainerFactory<?, ?> factory) {
            factory.setContainerCustomizer(container -> customized++);
          }
          return bean;
        }
      };
    }
  }
}
