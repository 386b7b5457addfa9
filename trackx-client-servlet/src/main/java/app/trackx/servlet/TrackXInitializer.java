package app.trackx.servlet;

import app.trackx.Setting;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Registers a {@link TrackXListener}, and a {@link TrackXFilter} for all requests, before all other
 * filters, in a container that looks for such classes. The filter only if there is an endpoint, the context
 * parameter or system property {@code trackx.endpoint}, or {@code TRACKX_ENDPOINT} of the environment, and
 * the application does not register one itself. If the application does so later, this one lets everything
 * pass.
 */
public final class TrackXInitializer implements ServletContainerInitializer {
  private static final String NAME = TrackXFilter.class.getName();

  /** For the container, which finds it in the jar. */
  public TrackXInitializer() {}

  /**
   * Registers what is to be registered. Never throws: without it the application starts all the same.
   *
   * @param types are not asked for
   * @param context of the web application
   */
  @Override
  public void onStartup(@Nullable Set<Class<?>> types, ServletContext context) {
    try {
      context.addListener(new TrackXListener());
      Setting endpoint = new FilterSettings(null, context).client("endpoint");
      if ((endpoint.value() != null || endpoint.warning() != null)
          && !isRegistered(context, true)) {
        register(context, endpoint);
      }
    } catch (Throwable neverToTheHost) {
      ThreadStops.rethrow(neverToTheHost);
      Log.warn("TrackX's filter could not be registered ("
          + neverToTheHost.getClass().getName()
          + "), so failures are not reported: name it in web.xml, or register it in code.");
    }
  }

  private static void register(ServletContext context, Setting endpoint) {
    if (endpoint.value() != null || endpoint.isOff()) {
      register(context); // a filter with a malformed endpoint lets everything pass, and warns
    } else {
      Log.warn("TrackX's filter is not registered: " + endpoint.warning() + ".");
    }
  }

  private static void register(ServletContext context) {
    FilterRegistration.Dynamic filter = context.addFilter(NAME, TrackXFilter.automatic());
    if (filter == null) {
      Log.warn(
          "The filter named " + NAME + " is not TrackX's, so failures are not reported: give it"
              + " another name, or register TrackXFilter in web.xml or in code.");
      return;
    }
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
  }

  /** Whether the application has a filter of its own, once all are registered. */
  static boolean isLeftToTheApplication(ServletContext context) {
    try {
      return isRegistered(context, false);
    } catch (Throwable notTold) {
      return false;
    }
  }

  private static boolean isRegistered(ServletContext context, boolean byAnybody) {
    for (Map.Entry<String, ? extends FilterRegistration> known :
        context.getFilterRegistrations().entrySet()) {
      if (TrackXFilter.class.getName().equals(known.getValue().getClassName())
          && (byAnybody || !NAME.equals(known.getKey()))) {
        return true;
      }
    }
    return false;
  }
}
