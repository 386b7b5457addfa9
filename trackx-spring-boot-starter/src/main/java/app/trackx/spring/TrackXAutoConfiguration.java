package app.trackx.spring;

import app.trackx.TrackXClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/**
 * The application's client, if {@code trackx.endpoint} is set. A {@link TrackXClient} bean of the
 * application replaces it; everything else that the starter configures uses that bean.
 */
@AutoConfiguration
@Conditional(OnEndpoint.class)
@ConditionalOnMissingBean(TrackXClient.class)
@ConditionalOnBooleanProperty(name = "trackx.enabled", matchIfMissing = true)
public final class TrackXAutoConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger("app.trackx");

  @Bean(destroyMethod = "close")
  ApplicationClient trackxApplicationClient() {
    return new ApplicationClient();
  }

  @Bean(destroyMethod = "")
  TrackXClient trackxClient(
      ApplicationClient application, Environment environment, ListableBeanFactory beans) {
    ClientOptions options = new ClientOptions(environment);
    TrackXClient client = application.open(options, ClientBeans.of(beans));
    for (String warning : options.warnings()) {
      LOG.warn("{}.", warning);
    }
    return client;
  }
}
