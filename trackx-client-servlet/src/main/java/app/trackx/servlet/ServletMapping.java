package app.trackx.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.MappingMatch;
import org.jspecify.annotations.Nullable;

/**
 * The mapping by which a request reached its servlet: the pattern, and the part of the path that it
 * consumed. Containers of Servlet 3.1, such as Jetty 9.4, do not expose it; there it is inferred
 * from the parts of the path.
 */
final class ServletMapping {
  private static final ServletMapping NONE = new ServletMapping(null, "");

  private final @Nullable String pattern;
  private final String prefix;

  private ServletMapping(@Nullable String pattern, String prefix) {
    this.pattern = pattern;
    this.prefix = prefix;
  }

  /**
   * Determines the mapping of the first dispatch, regardless of the current one. May throw
   * exceptions of the container.
   */
  static ServletMapping of(HttpServletRequest request, @Nullable DispatcherType type) {
    try {
      return Servlet4.of(request, type);
    } catch (LinkageError ofServlet31) {
      return type == DispatcherType.REQUEST
          ? inferred(request.getServletPath(), request.getPathInfo())
          : NONE;
    }
  }

  /**
   * Returns the servlet's pattern; null for the default servlet and for a pattern that matches all
   * paths.
   */
  @Nullable
  String pattern() {
    return pattern;
  }

  /**
   * Returns the prefix that a mapping such as {@code /api/*} removes before a framework sees the
   * path.
   */
  String prefix() {
    return prefix;
  }

  static ServletMapping inferred(@Nullable String servletPath, @Nullable String pathInfo) {
    return servletPath == null || servletPath.isEmpty() || pathInfo == null
        ? NONE // all paths, a single path, or the default servlet: indistinguishable
        : new ServletMapping(servletPath + "/*", servletPath);
  }

  /**
   * Access to {@code HttpServletMapping}. A separate class, since the types that it refers to may
   * be missing.
   */
  private static final class Servlet4 {
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
