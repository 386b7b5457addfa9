package app.trackx.servlet;

import app.trackx.Setting;
import app.trackx.internal.adapter.AdapterThreads;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A container initializer that registers a {@link TrackXListener}, and a {@link TrackXFilter} for
 * all requests, before all other filters. The filter is registered only if an endpoint is set
 * (context parameter or system property {@code trackx.endpoint}, or environment variable
 * {@code TRACKX_ENDPOINT}) and the application has not registered a filter itself. If the
 * application registers one later, this one passes every request through unobserved.
 */
public final class TrackXInitializer implements ServletContainerInitializer {
  private static final String NAME = TrackXFilter.class.getName();

  /** Creates an initializer. Called by the container, which finds the class in the jar. */
  public TrackXInitializer() {}

  /**
   * Registers the listener and the filter. Never throws, so that the application starts even if
   * this fails.
   *
   * @param types ignored
   * @param context the web application's
   */
  @Override
  public void onStartup(@Nullable Set<Class<?>> types, ServletContext context) {
    try {
      context.addListener(new TrackXListener());
      Setting endpoint = new FilterSettings(null, context).client("endpoint");
      if ((endpoint.value() != null || endpoint.warning() != null)
          && !new FilterRegistrations(context, TrackXFilter.class).exist()) {
        register(context, endpoint);
      }
    } catch (Throwable neverToTheHost) {
      AdapterThreads.rethrowStop(neverToTheHost);
      Log.warn("TrackXFilter could not be registered ("
          + neverToTheHost.getClass().getName()
          + "). Failures of this web application are not reported."
          + " Register the filter in web.xml or in code.");
    }
  }

  private static void register(ServletContext context, Setting endpoint) {
    if (endpoint.value() != null || endpoint.isOff()) {
      register(context); // with a malformed endpoint the filter logs the warning when it starts
    } else {
      Log.warn("TrackXFilter is not registered: " + endpoint.warning() + ".");
    }
  }

  private static void register(ServletContext context) {
    FilterRegistration.Dynamic filter = context.addFilter(NAME, TrackXFilter.automatic());
    if (filter == null) {
      Log.warn(
          "Another filter is already registered under the name " + NAME + ". Failures of this web"
              + " application are not reported. Rename that filter, or register TrackXFilter in"
              + " web.xml or in code.");
      return;
    }
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
  }
}
