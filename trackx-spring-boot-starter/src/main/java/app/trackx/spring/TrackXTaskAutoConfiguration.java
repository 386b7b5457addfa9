package app.trackx.spring;

import app.trackx.TrackXClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * Spring's task executors and schedulers: what a task throws is reported, and belongs to the request
 * that submitted the task. Task decorators and error handlers of the application stay in place.
 * Unless {@code trackx.tasks.enabled} is false.
 */
@AutoConfiguration(after = TrackXAutoConfiguration.class)
@ImportRuntimeHints(IntegrationHints.class)
@ConditionalOnBean(TrackXClient.class)
@ConditionalOnBooleanProperty(name = "trackx.tasks.enabled", matchIfMissing = true)
public final class TrackXTaskAutoConfiguration {

  TrackXTaskAutoConfiguration() {}

  @Bean
  static ExecutorPostProcessor trackxExecutors(ObjectProvider<TrackXClient> client) {
    return new ExecutorPostProcessor(new ClientAccess(client));
  }
}
