package app.trackx.spring;

import app.trackx.TrackXClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.messaging.simp.annotation.support.SimpAnnotationMethodMessageHandler;

/**
 * Methods with {@code @MessageMapping}: the events of a message know its mapping. What such a method
 * throws, and no {@code @MessageExceptionHandler} handles, Spring logs as an error. Unless
 * {@code trackx.websocket.enabled} is false.
 */
@AutoConfiguration(after = TrackXAutoConfiguration.class)
@ConditionalOnClass(SimpAnnotationMethodMessageHandler.class)
@ConditionalOnBean(TrackXClient.class)
@ConditionalOnBooleanProperty(name = "trackx.websocket.enabled", matchIfMissing = true)
public final class TrackXStompAutoConfiguration {

  TrackXStompAutoConfiguration() {}

  @Bean
  static StompPostProcessor trackxStomp(ObjectProvider<TrackXClient> client) {
    return new StompPostProcessor(new ClientAccess(client));
  }
}
