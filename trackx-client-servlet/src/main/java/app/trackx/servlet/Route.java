package app.trackx.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Where a request went, in the words of whoever knows best: the template that the application named, that
 * of Spring or RESTEasy, the servlet's mapping, or else the path, without what follows a semicolon. With the path of
 * the context. For a request that was forwarded, or answers an error, that of the original one.
 */
final class Route {
  private static final String SPRING =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

  private final String path;
  private final boolean template;

  private Route(String path, boolean template) {
    this.path = path;
    this.template = template;
  }

  /** May throw what the container does. */
  static @Nullable Route of(HttpServletRequest request, @Nullable DispatcherType type) {
    String context = nonNull(request.getContextPath());
    Object named = request.getAttribute(TrackXFilter.ROUTE);
    if (named != null) {
      return new Route(context + rooted(named.toString()), true);
    }
    ServletMapping mapping = ServletMapping.of(request, type);
    Object template = request.getAttribute(SPRING);
    if (template == null) {
      template = RestEasy.template(request);
    }
    if (template != null) {
      return new Route(context + mapping.prefix() + rooted(template.toString()), true);
    }
    String pattern = mapping.pattern();
    if (pattern != null) {
      return new Route(context + rooted(pattern), true);
    }
    String path = path(request, type);
    return path == null ? null : new Route(bare(path), false);
  }

  String path() {
    return path;
  }

  boolean isTemplate() {
    return template;
  }

  private static @Nullable String path(HttpServletRequest request, @Nullable DispatcherType type) {
    Object original = null;
    if (type == DispatcherType.ERROR) {
      original = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    } else if (type == DispatcherType.FORWARD) {
      original = request.getAttribute(RequestDispatcher.FORWARD_REQUEST_URI);
    } else if (type == DispatcherType.ASYNC) {
      original = request.getAttribute(AsyncContext.ASYNC_REQUEST_URI);
    }
    return original == null ? request.getRequestURI() : original.toString();
  }

  /** Without query, fragment and path parameters: sessions stand there where there are no cookies. */
  static String bare(String path) {
    StringBuilder bare = new StringBuilder(path.length());
    boolean parameter = false;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '?' || c == '#') {
        break;
      }
      parameter = c == ';' || (parameter && c != '/');
      if (!parameter) {
        bare.append(c);
      }
    }
    return bare.toString();
  }

  private static String rooted(String pattern) {
    return pattern.isEmpty() || pattern.charAt(0) == '/' ? pattern : "/" + pattern;
  }

  private static String nonNull(@Nullable String text) {
    return text == null ? "" : text;
  }
}
