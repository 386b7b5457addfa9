package app.trackx.servlet;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.Map;

/**
 * The filters of one class that a web application has. {@link TrackXInitializer} registers its own
 * under the name of the class, and a filter under another name is the application's.
 */
final class FilterRegistrations {
  private final ServletContext context;
  private final String className;

  FilterRegistrations(ServletContext context, Class<?> filter) {
    this.context = context;
    this.className = filter.getName();
  }

  /** Returns whether there is a filter of the class. May throw exceptions of the container. */
  boolean exist() {
    return exist(true);
  }

  /**
   * Returns whether the application registered a filter itself, once all filters are registered.
   */
  boolean existByApplication() {
    try {
      return exist(false);
    } catch (Throwable notTold) {
      return false;
    }
  }

  private boolean exist(boolean orAutomatically) {
    for (Map.Entry<String, ? extends FilterRegistration> known :
        context.getFilterRegistrations().entrySet()) {
      if (className.equals(known.getValue().getClassName())
          && (orAutomatically || !className.equals(known.getKey()))) {
        return true;
      }
    }
    return false;
  }
}
