package app.trackx.spring;

import app.trackx.RequestContext;
import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;

/** A handler that reports what another one throws: each call is a request of its own. */
final class ReportingWebSocketHandler extends WebSocketHandlerDecorator {
  private final String route;
  private final ClientAccess client;

  ReportingWebSocketHandler(WebSocketHandler own, String route, ClientAccess client) {
    super(own);
    this.route = route;
    this.client = client;
  }

  @Override
  public void afterConnectionEstablished(WebSocketSession session) throws Exception {
    call(session, "open", () -> super.afterConnectionEstablished(session));
  }

  @Override
  public void handleMessage(WebSocketSession session, WebSocketMessage<?> message)
      throws Exception {
    call(session, "message", () -> super.handleMessage(session, message));
  }

  @Override
  public void handleTransportError(WebSocketSession session, Throwable error) throws Exception {
    call(session, "error", () -> super.handleTransportError(session, error));
  }

  @Override
  public void afterConnectionClosed(WebSocketSession session, CloseStatus status) throws Exception {
    call(session, "close", () -> super.afterConnectionClosed(session, status));
  }

  private void call(WebSocketSession session, String what, Call call) throws Exception {
    RequestContext request = new RequestContext()
        .withMethod("WEBSOCKET")
        .withRoute(route)
        .with("call", what)
        .withUri(uri(session));
    Supplier<@Nullable RequestContext> previous = RequestContext.set(request);
    try {
      call.run();
    } catch (Throwable error) {
      client.uncaught(error, null);
      throw error;
    } finally {
      request.end(0);
      RequestContext.set(previous);
    }
  }

  private @Nullable String uri(WebSocketSession session) {
    try {
      URI uri = session.getUri();
      return uri == null || uri.getAuthority() == null
          ? null
          : uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
              + route;
    } catch (RuntimeException ofTheSession) {
      return null;
    }
  }

  private interface Call {
    void run() throws Exception;
  }
}
