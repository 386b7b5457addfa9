package app.trackx.examples.boot;

import app.trackx.CurrentVisitor;
import app.trackx.RateLimit;
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
 * All that the shop has for TrackX. The endpoint is the property {@code trackx.endpoint}, which may as
 * well be the variable {@code TRACKX_ENDPOINT}; without it, nothing is reported.
 */
@Configuration(proxyBeanMethods = false)
class TrackXConfiguration {

  /** For the whole process, so that it hears of threads that end by an error, too. */
  @Bean
  TrackXClient trackx(@Value("${trackx.endpoint:}") String endpoint) {
    // A server allows 6 requests a minute by default: too few for visitors, so ask for more.
    return TrackX.setup(
        TrackXClient.builder(endpoint).rateLimit(RateLimit.of(100, 10, Duration.ofSeconds(1))));
  }

  /** Around all others, and for all dispatches: a failure may be found out in any of them. */
  @Bean
  FilterRegistrationBean<TrackXFilter> trackxFilter(TrackXClient client) {
    FilterRegistrationBean<TrackXFilter> filter = new FilterRegistrationBean<>(
        TrackXFilter.builder().client(client).sessions(Sessions.VISITOR).build());
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    filter.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
    filter.setAsyncSupported(true);
    return filter;
  }

  /** Boot takes it for its executor: what a task reports belongs to whoever's request started it. */
  @Bean
  TaskDecorator visitorsTask() {
    return CurrentVisitor::wrap;
  }

  /** Spring keeps what an {@code @Async} method without a result throws, and only logs it. */
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
