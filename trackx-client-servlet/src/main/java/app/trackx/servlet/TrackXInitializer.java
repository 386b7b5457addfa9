package app.trackx.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Registers a {@link TrackXFilter} for all requests, before all other filters, and a {@link
 * TrackXListener}, in a container that looks for such classes, if there is an endpoint: the context
 * parameter or system property {@code trackx.endpoint}, or {@code TRACKX_ENDPOINT} of the environment.
 * Does nothing if the application registers the filter itself.
 */
public final class TrackXInitializer implements ServletContainerInitializer {
  private static final String NAME = "trackx";

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
      if (new FilterSettings(null, context).read("endpoint") != null && !isRegistered(context)) {
        register(context);
      }
    } catch (Throwable neverToTheHost) {
      Log.warn("TrackX's filter could not be registered ("
          + neverToTheHost.getClass().getName()
          + "), so failures are not reported: name it in web.xml, or register it in code.");
    }
  }

  private static void register(ServletContext context) {
    FilterRegistration.Dynamic filter = context.addFilter(NAME, new TrackXFilter());
    if (filter != null) { // else somebody has that name
      filter.setAsyncSupported(true);
      filter.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
      context.addListener(new TrackXListener());
    }
  }

  private static boolean isRegistered(ServletContext context) {
    for (FilterRegistration known : context.getFilterRegistrations().values()) {
      if (TrackXFilter.class.getName().equals(known.getClassName())) {
        return true;
      }
    }
    return false;
  }
}
