package app.trackx.spring;

import app.trackx.TrackXClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/**
 * Requests of Spring WebFlux: a failure that is answered with 5xx, by whichever exception handler, is
 * an event with route and status. Unless {@code trackx.webflux.enabled} is false.
 */
@AutoConfiguration(after = TrackXAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({HandlerMapping.class, WebFilter.class, Mono.class})
@ConditionalOnBean(TrackXClient.class)
@ConditionalOnBooleanProperty(name = "trackx.webflux.enabled", matchIfMissing = true)
public final class TrackXWebFluxAutoConfiguration {

  TrackXWebFluxAutoConfiguration() {}

  @Bean
  ReactiveFilter trackxWebFilter(ObjectProvider<TrackXClient> client) {
    return new ReactiveFilter(new ClientAccess(client));
  }

  @Bean
  static EventRule trackxRequestTexts() {
    return new RequestTexts();
  }

  @Bean(initMethod = "open", destroyMethod = "close")
  ReactorTasks trackxReactorTasks() {
    return new ReactorTasks();
  }
}
