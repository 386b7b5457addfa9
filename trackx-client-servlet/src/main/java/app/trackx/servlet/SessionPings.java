package app.trackx.servlet;

import app.trackx.TrackXClient;
import app.trackx.VisitorPseudonym;
import app.trackx.internal.adapter.Exclusions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a web application: registers them, and identifies the visitor of a request.
 * Requests that no person makes, such as health checks, images and crawlers, register nothing.
 *
 * <p>With one session for the whole application, a request costs one clock read. Two
 * concurrent requests may both be the first of a day and both ask for a ping, of which the client
 * sends one: that takes no lock and no contended write. Thread-safe.
 */
final class SessionPings {
  private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);

  private final Sessions sessions;
  private final FilterClient client;
  private final Exclusions exclusions;
  private final @Nullable VisitorPseudonym visitors;
  private volatile long pingedDay = -1;

  /**
   * Creates the sessions of one filter.
   *
   * @param visitors the source of visitor tokens; null unless each visitor has a session
   */
  SessionPings(
      Sessions sessions,
      FilterClient client,
      Exclusions exclusions,
      @Nullable VisitorPseudonym visitors) {
    this.sessions = sessions;
    this.client = client;
    this.exclusions = exclusions;
    this.visitors = visitors;
  }

  /** Registers the request's visitor and returns the token; null if there is none. Never throws. */
  @Nullable
  String visitorOf(HttpServletRequest request) {
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

  private @Nullable String visitorOf(HttpServletRequest request, VisitorPseudonym pseudonym) {
    String agent = request.getHeader("User-Agent");
    if (exclusions.match(path(request), agent)) {
      return null;
    }
    String token = pseudonym.tokenOf(request.getRemoteAddr(), agent);
    TrackXClient target = client.current();
    if (token.isEmpty() || target == null) {
      return null;
    }
    target.ping(token);
    return token;
  }

  private void ping(HttpServletRequest request, long today) {
    TrackXClient target = client.current();
    if (target != null && !exclusions.match(path(request), request.getHeader("User-Agent"))) {
      target.ping();
      pingedDay = today;
    }
  }

  /** Returns the path within the application, without the context path. */
  static String path(HttpServletRequest request) {
    String uri = request.getRequestURI();
    String context = request.getContextPath();
    String path = uri == null ? "" : Route.bare(uri);
    return context != null && path.startsWith(context) ? path.substring(context.length()) : path;
  }
}
