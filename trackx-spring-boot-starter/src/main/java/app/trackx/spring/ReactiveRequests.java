package app.trackx.spring;

import app.trackx.TrackXClient;
import app.trackx.internal.adapter.RequestSessions;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** The requests of a WebFlux application, for its sessions. */
final class ReactiveRequests implements RequestSessions.Requests<ServerHttpRequest> {
  private final ClientAccess client;

  ReactiveRequests(ClientAccess client) {
    this.client = client;
  }

  @Override
  public @Nullable TrackXClient client() {
    return client.client();
  }

  @Override
  public String path(ServerHttpRequest request) {
    return request.getPath().pathWithinApplication().value();
  }

  @Override
  public @Nullable String agent(ServerHttpRequest request) {
    return request.getHeaders().getFirst(HttpHeaders.USER_AGENT);
  }

  @Override
  public @Nullable String address(ServerHttpRequest request) {
    InetSocketAddress remote = request.getRemoteAddress();
    if (remote == null) {
      return null;
    }
    return remote.isUnresolved() ? remote.getHostString() : remote.getAddress().getHostAddress();
  }
}
