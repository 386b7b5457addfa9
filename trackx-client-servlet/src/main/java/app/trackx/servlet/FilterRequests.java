package app.trackx.servlet;

import app.trackx.TrackXClient;
import app.trackx.internal.adapter.RequestSessions;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** The requests of a filter, for the sessions of its application. */
final class FilterRequests implements RequestSessions.Requests<HttpServletRequest> {
  private final FilterClient client;

  FilterRequests(FilterClient client) {
    this.client = client;
  }

  @Override
  public @Nullable TrackXClient client() {
    return client.current();
  }

  @Override
  public String path(HttpServletRequest request) {
    return pathWithinApplication(request);
  }

  @Override
  public @Nullable String agent(HttpServletRequest request) {
    return request.getHeader("User-Agent");
  }

  @Override
  public @Nullable String address(HttpServletRequest request) {
    return request.getRemoteAddr();
  }

  /** Returns the path without the context path. */
  static String pathWithinApplication(HttpServletRequest request) {
    String uri = request.getRequestURI();
    String context = request.getContextPath();
    String path = uri == null ? "" : Route.bare(uri);
    return context != null && path.startsWith(context) ? path.substring(context.length()) : path;
  }
}
