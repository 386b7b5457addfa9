package app.trackx.spring;

import app.trackx.TrackXClient;
import io.micrometer.context.ContextRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import reactor.core.publisher.Hooks;

/**
 * Errors that Reactor drops, which no subscriber receives. And the request of a thread, for Micrometer's
 * context-propagation. Unless {@code trackx.reactor.enabled} is false.
 */
@AutoConfiguration(after = TrackXAutoConfiguration.class)
@ImportRuntimeHints(IntegrationHints.class)
@ConditionalOnClass(Hooks.class)
@ConditionalOnBean(TrackXClient.class)
@ConditionalOnBooleanProperty(name = "trackx.reactor.enabled", matchIfMissing = true)
public final class TrackXReactorAutoConfiguration {

  TrackXReactorAutoConfiguration() {}

  @Bean(initMethod = "open", destroyMethod = "close")
  DroppedErrors trackxDroppedErrors(ObjectProvider<TrackXClient> client) {
    return new DroppedErrors(new ClientAccess(client));
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(ContextRegistry.class)
  static class Propagation {
    @Bean(initMethod = "open", destroyMethod = "close")
    RequestPropagation trackxRequestPropagation() {
      return new RequestPropagation();
    }
  }
}
