package app.trackx.spring;

import app.trackx.TrackXClient;
import app.trackx.VisitorPseudonym;
import app.trackx.internal.adapter.Exclusions;
import app.trackx.servlet.Sessions;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * The sessions of a WebFlux application, as the servlet filter has them: registers them, and identifies
 * the visitor of a request. Requests that no person makes register nothing. Two concurrent requests may
 * both ask for the first ping of a day, of which the client sends one. Thread-safe.
 */
final class ReactiveSessions {
  private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);

  private final Sessions sessions;
  private final ClientAccess client;
  private final Exclusions exclusions;
  private final @Nullable VisitorPseudonym visitors;
  private volatile long pingedDay = -1;

  /**
   * Creates the sessions of one application.
   *
   * @param visitors the source of visitor tokens; null unless each visitor has a session
   */
  ReactiveSessions(
      Sessions sessions,
      ClientAccess client,
      Exclusions exclusions,
      @Nullable VisitorPseudonym visitors) {
    this.sessions = sessions;
    this.client = client;
    this.exclusions = exclusions;
    this.visitors = visitors;
  }

  /** Registers the request's visitor and returns the token; null if there is none. Never throws. */
  @Nullable
  String visitorOf(ServerHttpRequest request) {
    try {
      if (visitors != null) {
        return visitorOf(request, visitors);
      }
      if (sessions == Sessions.INSTANCE) {
        long today = System.currentTimeMillis() / DAY_MILLIS;
        if (today != pingedDay) {
          ping(request, today);
        }
      }
    } catch (Throwable neverToTheHost) {
      // out of memory, or a request that throws: failures are still reported
    }
    return null;
  }

  private @Nullable String visitorOf(ServerHttpRequest request, VisitorPseudonym pseudonym) {
    String agent = agent(request);
    if (exclusions.match(path(request), agent)) {
      return null;
    }
    String token = pseudonym.tokenOf(address(request), agent);
    TrackXClient target = client.client();
    if (token.isEmpty() || target == null) {
      return null;
    }
    target.ping(token);
    return token;
  }

  private void ping(ServerHttpRequest request, long today) {
    TrackXClient target = client.client();
    if (target != null && !exclusions.match(path(request), agent(request))) {
      target.ping();
      pingedDay = today;
    }
  }

  private static String path(ServerHttpRequest request) {
    return request.getPath().pathWithinApplication().value();
  }

  private static @Nullable String agent(ServerHttpRequest request) {
    return request.getHeaders().getFirst(HttpHeaders.USER_AGENT);
  }

  private static @Nullable String address(ServerHttpRequest request) {
    InetSocketAddress remote = request.getRemoteAddress();
    if (remote == null) {
      return null;
    }
    return remote.isUnresolved() ? remote.getHostString() : remote.getAddress().getHostAddress();
  }
}
