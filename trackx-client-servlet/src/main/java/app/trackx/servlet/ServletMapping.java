package app.trackx.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.MappingMatch;
import org.jspecify.annotations.Nullable;

/**
 * How a request came to its servlet: by which pattern, and what of the path was for that. Containers of
 * Servlet 3.1, Jetty 9.4 among them, do not tell: there it is guessed from the parts of the path.
 */
final class ServletMapping {
  private static final ServletMapping NONE = new ServletMapping(null, "");

  private final @Nullable String pattern;
  private final String prefix;

  private ServletMapping(@Nullable String pattern, String prefix) {
    this.pattern = pattern;
    this.prefix = prefix;
  }

  /** Of the first dispatch, whichever one this is. May throw what the container does. */
  static ServletMapping of(HttpServletRequest request, @Nullable DispatcherType type) {
    try {
      return Told.of(request, type);
    } catch (LinkageError ofServlet31) {
      return type == DispatcherType.REQUEST
          ? guessed(request.getServletPath(), request.getPathInfo())
          : NONE;
    }
  }

  /** The pattern that a servlet is mapped to; null for the default one, and for all paths. */
  @Nullable
  String pattern() {
    return pattern;
  }

  /** What a mapping such as {@code /api/*} takes away before a framework looks at the path. */
  String prefix() {
    return prefix;
  }

  static ServletMapping guessed(@Nullable String servletPath, @Nullable String pathInfo) {
    return servletPath == null || servletPath.isEmpty() || pathInfo == null
        ? NONE // all paths, or one path, or the default: that cannot be told apart
        : new ServletMapping(servletPath + "/*", servletPath);
  }

  /** In a class of its own, since the types that it names may be missing. */
  private static final class Told {
    static ServletMapping of(HttpServletRequest request, @Nullable DispatcherType type) {
      if (type == DispatcherType.FORWARD || type == DispatcherType.ERROR) {
        return of(request.getAttribute(RequestDispatcher.FORWARD_MAPPING));
      }
      Object started =
          type == DispatcherType.ASYNC ? request.getAttribute(AsyncContext.ASYNC_MAPPING) : null;
      return of(started == null ? request.getHttpServletMapping() : started);
    }

    private static ServletMapping of(@Nullable Object known) {
      if (!(known instanceof HttpServletMapping)) {
        return NONE;
      }
      HttpServletMapping mapping = (HttpServletMapping) known;
      MappingMatch match = mapping.getMappingMatch();
      String pattern = mapping.getPattern();
      if (match == null || match == MappingMatch.DEFAULT || pattern == null || pattern.isEmpty()) {
        return NONE;
      }
      boolean path = match == MappingMatch.PATH && pattern.endsWith("/*");
      String prefix = path ? pattern.substring(0, pattern.length() - 2) : "";
      return path && prefix.isEmpty() ? NONE : new ServletMapping(pattern, prefix);
    }
  }
}
