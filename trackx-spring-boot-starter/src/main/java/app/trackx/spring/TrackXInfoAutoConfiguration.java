package app.trackx.spring;

import app.trackx.TrackXClient;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * The section {@code trackx} of the info endpoint: whether errors are reported, and the release and
 * environment that events have. Unless {@code management.info.trackx.enabled} or
 * {@code trackx.info.enabled} is false.
 */
@AutoConfiguration(after = TrackXAutoConfiguration.class)
@ConditionalOnClass({InfoContributor.class, ConditionalOnEnabledInfoContributor.class})
@ConditionalOnBean(TrackXClient.class)
@ConditionalOnEnabledInfoContributor("trackx")
@ConditionalOnBooleanProperty(name = "trackx.info.enabled", matchIfMissing = true)
public final class TrackXInfoAutoConfiguration {

  TrackXInfoAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean(name = "trackxInfoContributor")
  InfoContributor trackxInfoContributor(TrackXClient client, ClientOptions options) {
    return info -> {
      Map<String, Object> details = new LinkedHashMap<>();
      details.put("enabled", client.isEnabled());
      if (options.release() != null) {
        details.put("release", options.release());
      }
      if (options.environmentName() != null) {
        details.put("environment", options.environmentName());
      }
      info.withDetail("trackx", details);
    };
  }
}
