package app.trackx.spring;

import app.trackx.TrackXClient;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.messaging.Message;

/**
 * The texts of Spring Messaging, which it shares with Kafka's listeners and WebSocket: its exceptions
 * show payload and headers of the message, and nothing of that is sent.
 */
@AutoConfiguration(before = TrackXAutoConfiguration.class)
@ConditionalOnClass({Message.class, TrackXClient.class})
@Conditional(OnEndpoint.class)
@ConditionalOnBooleanProperty(name = "trackx.enabled", matchIfMissing = true)
public final class TrackXMessagingAutoConfiguration {

  TrackXMessagingAutoConfiguration() {}

  @Bean
  static EventRule trackxMessageTexts() {
    return new MessageTexts();
  }
}
