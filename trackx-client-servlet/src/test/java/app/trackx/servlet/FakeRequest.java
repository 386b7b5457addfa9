package app.trackx.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.MappingMatch;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A request of a container, limited to the methods that the filter calls. */
final class FakeRequest {
  final Map<String, Object> attributes = new HashMap<>();
  final Map<String, String> headers = new HashMap<>();
  final List<AsyncListener> listeners = new ArrayList<>();
  final List<Runnable> started = new ArrayList<>();
  final FakeResponse answer = new FakeResponse();
  DispatcherType dispatcher = DispatcherType.REQUEST;
  String method = "GET";
  String scheme = "https";
  String host = "shop.example.com";
  int port = 443;
  String contextPath = "";
  String uri = "/orders/17";
  String address = "192.0.2.7";
  HttpServletMapping mapping = mapping(MappingMatch.DEFAULT, "/");
  boolean asyncStarted;

  /** As in Servlet 3.1. */
  boolean withoutMapping;

  /** Thrown by every method, as by a request that the container has recycled. */
  RuntimeException broken;

  /** Thrown by {@code addListener}, as after completion. */
  RuntimeException tooLate;

  private final AsyncContext context = proxy(AsyncContext.class, this::ofContext);
  private final HttpServletRequest request = proxy(HttpServletRequest.class, this::ofRequest);

  HttpServletRequest request() {
    return request;
  }

  AsyncEvent event(Throwable error) {
    return new AsyncEvent(context, request, answer.response(), error);
  }

  static HttpServletMapping mapping(MappingMatch match, String pattern) {
    return proxy(
        HttpServletMapping.class,
        (name, arguments) ->
            name.equals("getMappingMatch") ? match : name.equals("getPattern") ? pattern : null);
  }

  private Object ofRequest(String name, Object[] arguments) {
    if (broken != null) {
      throw broken;
    }
    return switch (name) {
      case "getAttribute" -> attributes.get((String) arguments[0]);
      case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
      case "removeAttribute" -> attributes.remove((String) arguments[0]);
      case "getHeader" -> headers.get((String) arguments[0]);
      case "getDispatcherType" -> dispatcher;
      case "getMethod" -> method;
      case "getScheme" -> scheme;
      case "getServerName" -> host;
      case "getServerPort" -> port;
      case "getContextPath" -> contextPath;
      case "getRequestURI" -> uri;
      case "getRemoteAddr" -> address;
      case "getHttpServletMapping" -> {
        if (withoutMapping) {
          throw new NoSuchMethodError(name);
        }
        yield mapping;
      }
      case "getServletPath" -> "/orders";
      case "getPathInfo" -> "/17";
      case "isAsyncStarted" -> asyncStarted;
      case "startAsync" -> {
        asyncStarted = true;
        yield context;
      }
      case "getAsyncContext" -> context;
      default -> throw new AssertionError("nothing may ask for " + name);
    };
  }

  private Object ofContext(String name, Object[] arguments) {
    return switch (name) {
      case "addListener" -> {
        if (tooLate != null) {
          throw tooLate;
        }
        yield listeners.add((AsyncListener) arguments[0]);
      }
      case "start" -> started.add((Runnable) arguments[0]);
      case "getResponse" -> answer.response();
      case "getRequest" -> request;
      case "hasOriginalRequestAndResponse" -> true;
      case "getTimeout" -> 30_000L;
      default -> null;
    };
  }

  /** The implementation of an interface's method. */
  interface Does {
    Object call(String name, Object[] arguments) throws Throwable;
  }

  static <T> T proxy(Class<T> type, Does does) {
    Object proxy = Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
          switch (method.getName()) {
            case "equals":
              return self == arguments[0];
            case "hashCode":
              return System.identityHashCode(self);
            case "toString":
              return type.getSimpleName();
            default:
              Object result = does.call(method.getName(), arguments);
              return method.getReturnType() == void.class ? null : result;
          }
        });
    return type.cast(proxy);
  }
}
