package app.trackx.spring;

import app.trackx.TrackXClient;
import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;

/**
 * The application's client, if {@code trackx.endpoint} is set, or if there is a bean of type
 * {@link TrackXConnectionDetails}, and {@code trackx.enabled} is not false. A {@link TrackXClient} bean of the application replaces it, and needs no endpoint; everything
 * else that the starter configures uses that bean.
 */
@AutoConfiguration
@Conditional(OnEndpoint.class)
@ConditionalOnBooleanProperty(name = "trackx.enabled", matchIfMissing = true)
@ImportRuntimeHints(TrackXRuntimeHints.class)
public final class TrackXAutoConfiguration {
  static final String CLIENT = "trackxClient";

  TrackXAutoConfiguration() {}

  @Bean(destroyMethod = "contextDestroyed")
  @ConditionalOnMissingBean // a parent's is that of its children
  ApplicationClient trackxApplicationClient(
      ObjectProvider<StartListener> start, ClientOptions destroyedAfterTheClient) {
    StartListener listener = start.getIfAvailable();
    return listener == null ? ApplicationClient.ofContext() : listener.application();
  }

  @Bean
  ClientOptions trackxOptions(
      Environment environment, ObjectProvider<TrackXConnectionDetails> connection) {
    return new ClientOptions(environment, connection.getIfAvailable());
  }

  @Bean(name = CLIENT, destroyMethod = "")
  @ConditionalOnMissingBean
  TrackXClient trackxClient(
      ApplicationClient application, ClientOptions options, ListableBeanFactory beans) {
    TrackXClient client = application.open(options, ClientBeans.of(beans));
    options.logWarnings();
    return client;
  }

  /** Opens the client before the first ordinary bean exists, whose creation may fail. */
  @Bean
  static BeanFactoryInitializer<ListableBeanFactory> trackxStart() {
    return beans -> beans.getBean(TrackXClient.class);
  }
}
