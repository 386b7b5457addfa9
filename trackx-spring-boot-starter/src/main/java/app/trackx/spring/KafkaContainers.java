package app.trackx.spring;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/** Watches the listener containers that no factory bean has made, before they start. */
final class KafkaContainers implements SmartLifecycle {
  private final ObjectProvider<KafkaListenerEndpointRegistry> registries;
  private final ObjectProvider<AbstractMessageListenerContainer<?, ?>> beans;
  private final KafkaListeners listeners;
  private boolean running; // confined to the thread that starts and stops the context

  KafkaContainers(
      ObjectProvider<KafkaListenerEndpointRegistry> registries,
      ObjectProvider<AbstractMessageListenerContainer<?, ?>> beans,
      KafkaListeners listeners) {
    this.registries = registries;
    this.beans = beans;
    this.listeners = listeners;
  }

  @Override
  public void start() {
    running = true;
    registries.stream()
        .flatMap(registry -> registry.getListenerContainers().stream())
        .forEach(listeners::watch);
    beans.stream().forEach(listeners::watch);
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
