package app.trackx.spring;

import app.trackx.TrackXClient;
import app.trackx.VisitorPseudonym;
import app.trackx.internal.adapter.Exclusions;
import app.trackx.internal.adapter.RequestSessions;
import app.trackx.servlet.Sessions;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/**
 * Requests of Spring WebFlux: a failure that is answered with 5xx, by whichever exception handler, is
 * an event with route and status. And sessions, as those of the servlet filter. Unless {@code trackx.webflux.enabled} is false.
 */
@AutoConfiguration(after = TrackXAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({HandlerMapping.class, WebFilter.class, Mono.class})
@ConditionalOnBean(TrackXClient.class)
@ConditionalOnBooleanProperty(name = "trackx.webflux.enabled", matchIfMissing = true)
public final class TrackXWebFluxAutoConfiguration {

  TrackXWebFluxAutoConfiguration() {}

  @Bean
  ReactiveFilter trackxWebFilter(
      ObjectProvider<TrackXClient> client,
      ClientOptions options,
      ObjectProvider<VisitorPseudonym> visitors) {
    ClientAccess access = new ClientAccess(client);
    return new ReactiveFilter(access, sessions(access, options, visitors));
  }

  private static RequestSessions<ServerHttpRequest> sessions(
      ClientAccess client, ClientOptions options, ObjectProvider<VisitorPseudonym> visitors) {
    TrackXProperties.Web web = options.properties().web();
    List<String> excluded = web.noSessionFor() == null ? Exclusions.DEFAULTS : web.noSessionFor();
    VisitorPseudonym tokens = null;
    if (web.sessions() == Sessions.VISITOR) {
      tokens = visitors.getIfAvailable(options::visitors);
      options.logWarnings();
      if (tokens == null) {
        tokens = VisitorPseudonym.random();
      }
    }
    return new RequestSessions<>(
        new ReactiveRequests(client),
        web.sessions() == Sessions.INSTANCE,
        tokens,
        new Exclusions(excluded));
  }

  @Bean
  HandledErrors trackxHandledErrors(ObjectProvider<HandlerAdapter> adapters) {
    return new HandledErrors(adapters);
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
