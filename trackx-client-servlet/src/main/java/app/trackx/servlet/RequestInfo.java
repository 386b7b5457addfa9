package app.trackx.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an event says of its request: method, route, dispatcher, and the URI that they make. Nothing else
 * of the request is read, and none of it is kept; immutable.
 */
final class RequestInfo {
  private static final RequestInfo UNKNOWN = new RequestInfo(null, null, null, null);
  private static final int LONGEST_METHOD = 32;

  private final @Nullable String method;
  private final @Nullable Route route;
  private final @Nullable String dispatcher;
  private final @Nullable String uri;

  private RequestInfo(
      @Nullable String method,
      @Nullable Route route,
      @Nullable String dispatcher,
      @Nullable String uri) {
    this.method = method;
    this.route = route;
    this.dispatcher = dispatcher;
    this.uri = uri;
  }

  /** Of a request that is still under way. Never throws. */
  static RequestInfo of(HttpServletRequest request) {
    try {
      String method = request.getMethod();
      if (method != null && method.length() > LONGEST_METHOD) {
        method = null; // whatever that is
      }
      DispatcherType type = request.getDispatcherType();
      Route route = Route.of(request, type);
      String uri = route == null ? null : origin(request).append(route.path()).toString();
      return new RequestInfo(method, route, type == null ? null : type.name(), uri);
    } catch (Throwable goneOrFailed) {
      return UNKNOWN;
    }
  }

  /** Scheme and host as the container has them: whether it believes a proxy is its own affair. */
  private static StringBuilder origin(HttpServletRequest request) {
    String scheme = request.getScheme();
    String host = request.getServerName();
    int port = request.getServerPort();
    StringBuilder origin = new StringBuilder(96).append(scheme).append("://");
    boolean bare = host != null && host.indexOf(':') >= 0 && !host.startsWith("[");
    origin.append(bare ? "[" : "").append(host).append(bare ? "]" : "");
    int usual = "https".equals(scheme) ? 443 : 80;
    return port <= 0 || port == usual ? origin : origin.append(':').append(port);
  }

  @Nullable
  String uri() {
    return uri;
  }

  /** Method and route, the latter only if it is a template; for a text that groups. */
  @Nullable
  String template() {
    return route == null || !route.isTemplate() ? null : method + " " + route.path();
  }

  /** For {@code meta.http}. */
  Map<String, Object> meta(int status) {
    Map<String, Object> meta = new LinkedHashMap<>(8);
    if (method != null) {
      meta.put("method", method);
    }
    meta.put("status", status);
    if (route != null) {
      meta.put("route", route.path());
    }
    if (dispatcher != null) {
      meta.put("dispatcher", dispatcher);
    }
    return meta;
  }
}
