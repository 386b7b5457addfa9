package app.trackx.spring;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.util.ReflectionUtils;

/**
 * Watches the containers that a factory makes, also those of listeners that are registered after the
 * start. A customizer of the application comes first. Without access to it, the factory is left alone.
 */
final class KafkaFactories implements BeanPostProcessor {
  private final ObjectProvider<KafkaListeners> listeners;

  KafkaFactories(ObjectProvider<KafkaListeners> listeners) {
    this.listeners = listeners;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (bean instanceof AbstractKafkaListenerContainerFactory<?, ?, ?> factory) {
      Field field = ReflectionUtils.findField(
          AbstractKafkaListenerContainerFactory.class, "containerCustomizer");
      if (field != null) {
        ReflectionUtils.makeAccessible(field);
        customize(factory, field);
      }
    }
    return bean;
  }

  private <C extends AbstractMessageListenerContainer<K, V>, K, V> void customize(
      AbstractKafkaListenerContainerFactory<C, K, V> factory, Field field) {
    @SuppressWarnings("unchecked") // the field's own type
    @Nullable
    ContainerCustomizer<K, V, C> own =
        (ContainerCustomizer<K, V, C>) ReflectionUtils.getField(field, factory);
    factory.setContainerCustomizer(container -> {
      if (own != null) {
        own.configure(container);
      }
      listeners.getObject().watch(container);
    });
  }
}
