package app.trackx.spring;

import app.trackx.TrackXClient;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;

/**
 * Methods with {@code @Scheduled}, on whichever scheduler and thread: each run is a job, and what it
 * throws is reported before the scheduler's error handler sees it. Spring offers runs as observations;
 * with Actuator those of its registry, otherwise of one that has no other purpose. Unless
 * {@code trackx.scheduled.enabled} is false.
 */
@AutoConfiguration(after = TrackXAutoConfiguration.class)
@ConditionalOnClass({ObservationRegistry.class, ScheduledTaskObservationContext.class})
@ConditionalOnBean(TrackXClient.class)
@ConditionalOnBooleanProperty(name = "trackx.scheduled.enabled", matchIfMissing = true)
public final class TrackXScheduledAutoConfiguration {

  TrackXScheduledAutoConfiguration() {}

  /** After all others, since one of them may set a registry. */
  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE)
  SchedulingConfigurer trackxSchedulingConfigurer(
      ObjectProvider<TrackXClient> client, ObjectProvider<ObservationRegistry> registry) {
    // not a bean, since Actuator would then add it to its registry once more
    ScheduledRuns runs = new ScheduledRuns(new ClientAccess(client));
    return registrar -> {
      ObservationRegistry known = registrar.getObservationRegistry();
      if (known == null) {
        known = registry.getIfUnique();
      }
      if (known == null || known.isNoop()) {
        known = ObservationRegistry.create();
      }
      known.observationConfig().observationHandler(runs);
      registrar.setObservationRegistry(known);
    };
  }
}
