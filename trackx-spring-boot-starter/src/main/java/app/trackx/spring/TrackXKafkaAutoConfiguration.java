package app.trackx.spring;

import app.trackx.TrackXClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.CommonErrorHandler;

/**
 * Listeners of Spring for Apache Kafka: a record that a listener cannot handle is one event, when the
 * error handler, or after a rollback the container, gives it up, be it that it logs the record,
 * recovers from it or sends it to a dead-letter topic. Attempts before are none. Neither key nor value are sent. Unless
 * {@code trackx.kafka.enabled} is false.
 */
@AutoConfiguration(after = TrackXAutoConfiguration.class)
@ImportRuntimeHints(IntegrationHints.class)
@ConditionalOnClass({KafkaListenerEndpointRegistry.class, CommonErrorHandler.class})
@ConditionalOnBean(TrackXClient.class)
@ConditionalOnBooleanProperty(name = "trackx.kafka.enabled", matchIfMissing = true)
public final class TrackXKafkaAutoConfiguration {

  TrackXKafkaAutoConfiguration() {}

  /** A rule of the client, which looks it up when it is created. */
  @Bean
  static KafkaRetries trackxKafkaRetries() {
    return new KafkaRetries();
  }

  @Bean
  KafkaListeners trackxKafkaListeners(
      ObjectProvider<TrackXClient> client, ObjectProvider<KafkaRetries> retries) {
    return new KafkaListeners(new ClientAccess(client), retries);
  }

  @Bean
  static KafkaFactories trackxKafkaFactories(ObjectProvider<KafkaListeners> listeners) {
    return new KafkaFactories(listeners);
  }

  @Bean
  KafkaContainers trackxKafkaContainers(
      ObjectProvider<KafkaListenerEndpointRegistry> registries,
      ObjectProvider<AbstractMessageListenerContainer<?, ?>> containers,
      KafkaListeners listeners) {
    return new KafkaContainers(registries, containers, listeners);
  }
}
