package app.trackx.spring;

import app.trackx.TrackXClient;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * The health indicator {@code trackx} of Spring Boot 4: always up, since an application does not need
 * its error tracking to work, with the state of delivery in its details. Unless
 * {@code management.health.trackx.enabled} or {@code trackx.health.enabled} is false.
 */
@AutoConfiguration(
    after = TrackXAutoConfiguration.class,
    beforeName =
        "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(TrackXClient.class)
@ConditionalOnEnabledHealthIndicator("trackx")
@ConditionalOnBooleanProperty(name = "trackx.health.enabled", matchIfMissing = true)
public final class TrackXHealthAutoConfiguration {

  TrackXHealthAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean(name = "trackxHealthIndicator")
  HealthIndicator trackxHealthIndicator(TrackXClient client) {
    return () -> Health.up().withDetails(ClientDetails.of(client)).build();
  }
}
