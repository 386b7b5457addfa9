package app.trackx.spring;

import app.trackx.TrackXClient;
import app.trackx.metrics.TrackXMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Meters for all counts of the client, which the Actuator binds to the application's registries.
 * Unless {@code trackx.metrics.enabled} is false.
 */
@AutoConfiguration(after = TrackXAutoConfiguration.class)
@ConditionalOnClass({MeterBinder.class, TrackXMetrics.class})
@ConditionalOnBean(TrackXClient.class)
@ConditionalOnBooleanProperty(name = "trackx.metrics.enabled", matchIfMissing = true)
public final class TrackXMetricsAutoConfiguration {

  TrackXMetricsAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  TrackXMetrics trackxMetrics(TrackXClient client) {
    return new TrackXMetrics(client);
  }
}
