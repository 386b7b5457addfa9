package app.trackx.spring;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.handler.ExceptionWebSocketHandlerDecorator;
import org.springframework.web.socket.handler.LoggingWebSocketHandlerDecorator;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;
import org.springframework.web.socket.messaging.SubProtocolWebSocketHandler;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;
import org.springframework.web.socket.sockjs.support.SockJsHttpRequestHandler;

/**
 * Decorates the handlers of each mapping, below Spring's decorator that logs what they throw and closes
 * the connection. Before the mapping is initialized, since it copies its handlers then. Handlers of
 * sub-protocols are left out: they pass messages on, and {@link StompErrors} sees those.
 */
final class WebSocketPostProcessor implements InstantiationAwareBeanPostProcessor {
  private final ClientAccess client;

  WebSocketPostProcessor(ClientAccess client) {
    this.client = client;
  }

  @Override
  public boolean postProcessAfterInstantiation(Object bean, String name) {
    if (bean instanceof WebSocketHandlerMapping mapping) {
      Map<String, Object> handlers = new LinkedHashMap<>();
      mapping.getUrlMap().forEach((url, handler) -> handlers.put(url, decorated(url, handler)));
      mapping.setUrlMap(handlers); // replaces those of the same URL
    }
    return true;
  }

  private Object decorated(String route, Object handler) {
    if (handler instanceof WebSocketHttpRequestHandler plain) {
      WebSocketHandler own = withoutSprings(plain.getWebSocketHandler());
      if (!isDone(own)) {
        WebSocketHttpRequestHandler decorated = new WebSocketHttpRequestHandler(
            new ReportingWebSocketHandler(own, route, client), plain.getHandshakeHandler());
        decorated.setHandshakeInterceptors(plain.getHandshakeInterceptors());
        return decorated;
      }
    } else if (handler.getClass() == SockJsHttpRequestHandler.class) {
      SockJsHttpRequestHandler sockJs = (SockJsHttpRequestHandler) handler;
      WebSocketHandler own = withoutSprings(sockJs.getWebSocketHandler());
      if (!isDone(own)) {
        return new SockJsHttpRequestHandler(
            sockJs.getSockJsService(), new ReportingWebSocketHandler(own, route, client));
      }
    }
    return handler;
  }

  private static boolean isDone(WebSocketHandler own) {
    return own instanceof ReportingWebSocketHandler
        || WebSocketHandlerDecorator.unwrap(own) instanceof SubProtocolWebSocketHandler;
  }

  /** Returns the application's handler, without the decorators that Spring adds again. */
  private static WebSocketHandler withoutSprings(WebSocketHandler handler) {
    WebSocketHandler own = handler;
    while (own instanceof ExceptionWebSocketHandlerDecorator
        || own instanceof LoggingWebSocketHandlerDecorator) {
      own = ((WebSocketHandlerDecorator) own).getDelegate();
    }
    return own;
  }
}
