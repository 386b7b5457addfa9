package app.trackx.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A starting web application. */
final class FakeContext {
  final Map<String, String> parameters = new HashMap<>();
  final Map<String, Object> attributes = new HashMap<>();
  final Map<String, FilterRegistration> filters = new HashMap<>();
  final List<Object> listeners = new ArrayList<>();
  final List<String> registered = new ArrayList<>();
  final List<String> untold = new ArrayList<>();
  Filter added;
  RuntimeException broken;
  Error stopped;
  private final ServletContext context = FakeRequest.proxy(ServletContext.class, this::call);

  ServletContext context() {
    return context;
  }

  /** Returns a filter's configuration, with alternating names and values of init parameters. */
  FilterConfig config(String... namesAndValues) {
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return FakeRequest.proxy(FilterConfig.class, (name, arguments) -> switch (name) {
      case "getInitParameter" -> parameters.get((String) arguments[0]);
      case "getServletContext" -> context;
      default -> throw new AssertionError("nothing may ask for " + name);
    });
  }

  void hasFilter(String name, String className) {
    filters.put(
        name, FakeRequest.proxy(FilterRegistration.class, (method, arguments) -> className));
  }

  private Object call(String name, Object[] arguments) {
    if (broken != null) {
      throw broken;
    }
    if (stopped != null) {
      throw stopped;
    }
    if (untold.contains(name)) {
      throw new UnsupportedOperationException(name);
    }
    return switch (name) {
      case "getInitParameter" -> parameters.get((String) arguments[0]);
      case "getAttribute" -> attributes.get((String) arguments[0]);
      case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
      case "removeAttribute" -> attributes.remove((String) arguments[0]);
      case "getClassLoader" -> getClass().getClassLoader();
      case "getFilterRegistrations" -> filters;
      case "addListener" -> listeners.add(arguments[0]);
      case "addFilter" ->
        filters.containsKey((String) arguments[0])
            ? null
            : registration((String) arguments[0], (Filter) arguments[1]);
      default -> throw new AssertionError("nothing may ask for " + name);
    };
  }

  private FilterRegistration.Dynamic registration(String filter, Filter instance) {
    added = instance;
    return FakeRequest.proxy(FilterRegistration.Dynamic.class, (name, arguments) -> {
      switch (name) {
        case "setAsyncSupported":
          registered.add("async " + arguments[0]);
          break;
        case "addMappingForUrlPatterns":
          registered.add(filter + " " + instance.getClass().getSimpleName() + " after="
              + arguments[1] + " " + ((String[]) arguments[2])[0] + " of "
              + ((java.util.Set<?>) arguments[0]).size() + "/" + DispatcherType.values().length);
          break;
        default:
          throw new AssertionError("nothing may ask for " + name);
      }
      return null;
    });
  }
}
