package app.trackx.spring;

import app.trackx.TrackXClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.event.TransactionalApplicationListener;

/**
 * Listeners with {@code @TransactionalEventListener} that run when the transaction is over: Spring
 * swallows what they throw. Unless {@code trackx.events.enabled} is false.
 */
@AutoConfiguration(after = TrackXAutoConfiguration.class)
@ConditionalOnClass(TransactionalApplicationListener.class)
@ConditionalOnBean(TrackXClient.class)
@ConditionalOnBooleanProperty(name = "trackx.events.enabled", matchIfMissing = true)
public final class TrackXTransactionAutoConfiguration {

  TrackXTransactionAutoConfiguration() {}

  @Bean
  TransactionalListeners trackxTransactionalListeners(
      ConfigurableApplicationContext context, ObjectProvider<TrackXClient> client) {
    return new TransactionalListeners(context, new ClientAccess(client));
  }
}
