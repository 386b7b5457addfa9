package app.trackx.spring;

import app.trackx.TrackXClient;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * Opens the client before the web server is made, which comes before all ordinary beans: filters of
 * the application, and what they need, are made with it and may fail.
 */
@AutoConfiguration(after = TrackXAutoConfiguration.class)
@ConditionalOnClass(WebServerFactoryCustomizer.class)
@ConditionalOnBean(TrackXClient.class)
public final class TrackXWebServerAutoConfiguration {

  TrackXWebServerAutoConfiguration() {}

  @Bean
  WebServerFactoryCustomizer<WebServerFactory> trackxBeforeWebServer(TrackXClient client) {
    return server -> {};
  }
}
