package app.trackx.spring;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Wraps the error handler of each listener container before the containers start. A container without
 * a handler gets the one that it would create itself, unless its transaction handles errors.
 */
final class KafkaContainers implements SmartLifecycle {
  /** The beginning of the ids that Spring makes up for listeners without one. */
  private static final String GENERATED = "org.springframework.kafka.";

  private final ObjectProvider<KafkaListenerEndpointRegistry> registries;
  private final ObjectProvider<AbstractMessageListenerContainer<?, ?>> beans;
  private final ClientAccess client;
  private final KafkaRetries retries;
  private boolean running; // confined to the thread that starts and stops the context

  KafkaContainers(
      ObjectProvider<KafkaListenerEndpointRegistry> registries,
      ObjectProvider<AbstractMessageListenerContainer<?, ?>> beans,
      ClientAccess client,
      KafkaRetries retries) {
    this.registries = registries;
    this.beans = beans;
    this.client = client;
    this.retries = retries;
  }

  @Override
  public void start() {
    running = true;
    registries.stream()
        .flatMap(registry -> registry.getListenerContainers().stream())
        .forEach(this::wrap);
    beans.stream().forEach(this::wrap);
  }

  private void wrap(MessageListenerContainer container) {
    if (container instanceof AbstractMessageListenerContainer<?, ?> known) {
      CommonErrorHandler own = known.getCommonErrorHandler();
      if (own == null && known.getContainerProperties().getKafkaAwareTransactionManager() != null) {
        return;
      }
      if (own == null) {
        own = new DefaultErrorHandler();
      }
      if (!KafkaErrorHandler.isWrapped(own)) {
        known.setCommonErrorHandler(
            KafkaErrorHandler.around(own, nameOf(known), known.getGroupId(), client, retries));
      }
    }
  }

  private static String nameOf(AbstractMessageListenerContainer<?, ?> container) {
    String id = container.getListenerId();
    if (id != null && !id.startsWith(GENERATED)) {
      return id;
    }
    String[] topics = container.getContainerProperties().getTopics();
    return topics == null ? "kafka" : String.join(",", topics);
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return Integer.MIN_VALUE;
  }
}
