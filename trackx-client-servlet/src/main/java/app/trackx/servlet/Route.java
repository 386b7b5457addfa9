package app.trackx.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The route of a request, from the best source available: the template that the application named,
 * the template of Spring or JAX-RS, the servlet's mapping, or else the path without path
 * parameters. Includes the context path. For a request that was forwarded or dispatched to an error
 * page, the route is that of the original request.
 */
final class Route {
  /** Attribute in which an application names the route; see {@link TrackXFilter#ROUTE}. */
  static final String NAMED = "app.trackx.route";

  /** Attribute in which {@link JaxRsRoutes} leaves the template of a resource. */
  static final String JAX_RS = "app.trackx.servlet.jaxrs";

  private final String path;
  private final boolean template;

  private Route(String path, boolean template) {
    this.path = path;
    this.template = template;
  }

  /** Determines the route. May throw exceptions of the container. */
  static @Nullable Route of(HttpServletRequest request, @Nullable DispatcherType type) {
    String context = nonNull(request.getContextPath());
    Object named = request.getAttribute(NAMED);
    if (named != null) {
      return new Route(context + rooted(named.toString()), true);
    }
    ServletMapping mapping = ServletMapping.of(request, type);
    Object template = request.getAttribute(FrameworkNames.SPRING_PATTERN);
    if (template == null) {
      template = request.getAttribute(JAX_RS);
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

  /** Removes query, fragment and path parameters, which hold session ids where cookies are off. */
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
