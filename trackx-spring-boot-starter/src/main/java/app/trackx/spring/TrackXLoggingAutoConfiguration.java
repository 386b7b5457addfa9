package app.trackx.spring;

import app.trackx.TrackXClient;
import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * An appender on the root logger of Logback or Log4j 2, whichever SLF4J is bound to: errors that are
 * logged. Unless {@code trackx.logging.enabled} is false, or the application's own configuration of
 * the logging library has an appender of TrackX.
 */
@AutoConfiguration(after = TrackXAutoConfiguration.class)
@ConditionalOnBean(TrackXClient.class)
@ConditionalOnBooleanProperty(name = "trackx.logging.enabled", matchIfMissing = true)
public final class TrackXLoggingAutoConfiguration {

  TrackXLoggingAutoConfiguration() {}

  @Bean(destroyMethod = "detach")
  @ConditionalOnMissingBean
  LogAttachment trackxLogAttachment(TrackXClient client, ClientOptions options) {
    return LogAttachment.attach(client, options.properties().logging());
  }

  /** Attaches the appender before the first ordinary bean exists. */
  @Bean
  static BeanFactoryInitializer<ListableBeanFactory> trackxLogging() {
    return beans -> beans.getBean(LogAttachment.class);
  }
}
