package app.trackx.servlet;

import app.trackx.RequestContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request data of an event: method, route, dispatcher, and the URI that they make. Nothing else
 * is read from the request, and no reference to it is kept. Immutable.
 */
final class RequestInfo {
  private static final RequestInfo UNKNOWN = new RequestInfo(null, null, null, null);
  private static final int MAX_METHOD = 32;

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

  /** Reads a request that is still being handled. Never throws. */
  static RequestInfo of(HttpServletRequest request) {
    try {
      String method = request.getMethod();
      if (method != null && method.length() > MAX_METHOD) {
        method = null; // not a real method
      }
      DispatcherType type = request.getDispatcherType();
      Route route = Route.of(request, type);
      String uri = route == null ? null : origin(request).append(route.path()).toString();
      return new RequestInfo(method, route, type == null ? null : type.name(), uri);
    } catch (Throwable goneOrFailed) {
      return UNKNOWN;
    }
  }

  /** Returns scheme and host as the container reports them, which may or may not trust a proxy. */
  static StringBuilder origin(HttpServletRequest request) {
    String scheme = request.getScheme();
    String host = request.getServerName();
    int port = request.getServerPort();
    StringBuilder origin = new StringBuilder(96).append(scheme).append("://");
    boolean bare = host != null && host.indexOf(':') >= 0 && !host.startsWith("[");
    origin.append(bare ? "[" : "").append(host).append(bare ? "]" : "");
    return port <= 0 || port == WebUrl.usualPort(scheme)
        ? origin
        : origin.append(':').append(port);
  }

  @Nullable
  String uri() {
    return uri;
  }

  /** Returns method and route for a message that groups, or null if the route is not a template. */
  @Nullable
  String template() {
    return route == null || !route.isTemplate() ? null : method + " " + route.path();
  }

  /** Returns the context of a request with this data. */
  RequestContext describe(RequestContext request) {
    RequestContext described = request.withUri(uri);
    described = method == null ? described : described.withMethod(method);
    described = route == null ? described : described.withRoute(route.path());
    return dispatcher == null ? described : described.with("dispatcher", dispatcher);
  }

  /** Returns the content of {@code meta.http}. */
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
