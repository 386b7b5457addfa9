package app.trackx.spring;

import app.trackx.TrackXClient;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The same as {@link TrackXHealthAutoConfiguration}, with the names of Spring Boot 3. */
@AutoConfiguration(
    after = TrackXAutoConfiguration.class,
    beforeName =
        "org.springframework.boot.actuate.autoconfigure.health.HealthContributorAutoConfiguration")
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(TrackXClient.class)
@ConditionalOnEnabledHealthIndicator("trackx")
@ConditionalOnBooleanProperty(name = "trackx.health.enabled", matchIfMissing = true)
public final class TrackXBoot3HealthAutoConfiguration {

  TrackXBoot3HealthAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean(name = "trackxHealthIndicator")
  HealthIndicator trackxHealthIndicator(TrackXClient client) {
    return () -> Health.up().withDetails(ClientDetails.of(client)).build();
  }
}
