package app.trackx.spring;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.messaging.support.AbstractSubscribableChannel;

/** Listens to the channel of the messages from clients, whose bean has always the same name. */
final class StompPostProcessor implements BeanPostProcessor {
  private static final String CHANNEL = "clientInboundChannel";

  private final ClientAccess client;

  StompPostProcessor(ClientAccess client) {
    this.client = client;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (CHANNEL.equals(name) && bean instanceof AbstractSubscribableChannel channel) {
      channel.addInterceptor(new StompErrors(client));
    }
    return bean;
  }
}
