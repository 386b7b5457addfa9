package app.trackx.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Watches what a listener container does with a record that its listener cannot handle. Wraps its error
 * handler; a container without one gets the handler that it would create itself. If a transaction
 * handles errors instead, wraps its interceptors. Before the container starts.
 */
final class KafkaListeners {
  /** The beginning of the ids that Spring makes up for listeners without one. */
  private static final String GENERATED = "org.springframework.kafka.";

  private final ClientAccess client;
  private final ObjectProvider<KafkaRetries> retries;

  KafkaListeners(ClientAccess client, ObjectProvider<KafkaRetries> retries) {
    this.client = client;
    this.retries = retries;
  }

  /** Watches a container, once. */
  void watch(MessageListenerContainer container) {
    if (container instanceof AbstractMessageListenerContainer<?, ?> known) {
      CommonErrorHandler own = known.getCommonErrorHandler();
      if (own == null && isTransactional(known)) {
        KafkaRollbacks.watch(known, jobOf(known));
        return;
      }
      if (own == null) {
        own = new DefaultErrorHandler();
      }
      if (!KafkaErrorHandler.isWrapped(own)) {
        known.setCommonErrorHandler(KafkaErrorHandler.around(own, jobOf(known)));
      }
    }
  }

  @SuppressWarnings("removal") // still the way to set a transaction manager that is not Kafka's
  private static boolean isTransactional(AbstractMessageListenerContainer<?, ?> container) {
    ContainerProperties properties = container.getContainerProperties();
    return properties.getKafkaAwareTransactionManager() != null
        || properties.getTransactionManager() != null;
  }

  private KafkaJob jobOf(AbstractMessageListenerContainer<?, ?> container) {
    return new KafkaJob(nameOf(container), container.getGroupId(), client, retries.getObject());
  }

  private static String nameOf(AbstractMessageListenerContainer<?, ?> container) {
    String id = container.getListenerId();
    if (id != null && !id.startsWith(GENERATED)) {
      return id;
    }
    @Nullable String[] topics = container.getContainerProperties().getTopics();
    return topics == null ? "kafka" : String.join(",", topics);
  }
}
