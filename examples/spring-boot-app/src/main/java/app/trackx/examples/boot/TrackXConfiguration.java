package app.trackx.examples.boot;

import app.trackx.RateLimit;
import app.trackx.RequestContext;
import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.servlet.Sessions;
import app.trackx.servlet.TrackXFilter;
import jakarta.servlet.DispatcherType;
import java.time.Duration;
import java.util.EnumSet;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.annotation.AsyncConfigurer;

/**
 * The complete configuration of TrackX for the shop. The endpoint is the property
 * {@code trackx.endpoint} or the environment variable {@code TRACKX_ENDPOINT}; without it, nothing
 * is reported.
 */
@Configuration(proxyBeanMethods = false)
class TrackXConfiguration {

  /**
   * The client of the whole process, which therefore also reports uncaught exceptions of threads.
   */
  @Bean
  TrackXClient trackx(@Value("${trackx.endpoint:}") String endpoint) {
    // The server's default of 6 requests per minute is too few for visitors: raise it there first.
    return TrackX.setup(
        TrackXClient.builder(endpoint).rateLimit(RateLimit.of(100, 10, Duration.ofSeconds(1))));
  }

  /**
   * Registered before all other filters and for all dispatches, since a failure may occur in any of
   * them.
   */
  @Bean
  FilterRegistrationBean<TrackXFilter> trackxFilter(TrackXClient client) {
    FilterRegistrationBean<TrackXFilter> filter = new FilterRegistrationBean<>(
        TrackXFilter.builder().client(client).sessions(Sessions.VISITOR).build());
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    filter.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
    filter.setAsyncSupported(true);
    return filter;
  }

  /** Used by Boot's executor: events of a task belong to the request that started it. */
  @Bean
  TaskDecorator requestsTask() {
    return RequestContext::wrap;
  }

  /**
   * Reports exceptions of {@code @Async} methods without a result, which Spring otherwise only
   * logs.
   */
  @Bean
  AsyncConfigurer reportAsync() {
    return new AsyncConfigurer() {
      @Override
      public AsyncUncaughtExceptionHandler getAsyncUncaughtExceptionHandler() {
        return (error, method, parameters) -> TrackX.sendEvent(error);
      }
    };
  }
}
