package app.trackx.spring;

import app.trackx.TrackXClient;
import org.springframework.aop.interceptor.AsyncExecutionInterceptor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Methods with {@code @Async}, also those that listen to events: what they throw is reported, and so
 * is a future that they return and that fails, whether somebody reads it or not. Their events belong
 * to the request of the caller. The application's handler of uncaught errors stays in place. Unless
 * {@code trackx.async.enabled} is false.
 */
@AutoConfiguration(after = TrackXAutoConfiguration.class)
@ConditionalOnClass(AsyncExecutionInterceptor.class)
@ConditionalOnBean(TrackXClient.class)
@ConditionalOnBooleanProperty(name = "trackx.async.enabled", matchIfMissing = true)
public final class TrackXAsyncAutoConfiguration {

  TrackXAsyncAutoConfiguration() {}

  @Bean
  static AsyncPostProcessor trackxAsync(ObjectProvider<TrackXClient> client) {
    return new AsyncPostProcessor(new ClientAccess(client));
  }
}
