package app.trackx.spring;

import app.trackx.TrackXClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;

/**
 * WebSocket handlers: what they throw closes the connection and is reported with the route of the
 * handler. Unless {@code trackx.websocket.enabled} is false.
 */
@AutoConfiguration(after = TrackXAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({WebSocketHandler.class, WebSocketHandlerMapping.class})
@ConditionalOnBean(TrackXClient.class)
@ConditionalOnBooleanProperty(name = "trackx.websocket.enabled", matchIfMissing = true)
public final class TrackXWebSocketAutoConfiguration {

  TrackXWebSocketAutoConfiguration() {}

  @Bean
  static WebSocketPostProcessor trackxWebSockets(ObjectProvider<TrackXClient> client) {
    return new WebSocketPostProcessor(new ClientAccess(client));
  }
}
