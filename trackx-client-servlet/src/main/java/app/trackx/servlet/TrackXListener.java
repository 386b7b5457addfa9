package app.trackx.servlet;

import app.trackx.TrackX;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import org.jspecify.annotations.Nullable;

/**
 * A context listener that closes TrackX clients when a web application is undeployed. It closes the
 * clients that the application's {@link TrackXFilter}s opened, for containers that do not destroy
 * filters. It also closes the client of {@code TrackX.setup} if the web application bundles
 * {@code trackx-client}: then no other application uses that client, and its handler for uncaught
 * exceptions would keep the whole application in memory. {@link TrackXInitializer} registers this
 * listener. It never closes a client that was passed to a filter, nor the client of
 * {@code TrackX.setup} if the container shares it between applications.
 */
public final class TrackXListener implements ServletContextListener {
  /** Creates a listener, for {@code web.xml} or for registration in code. */
  public TrackXListener() {}

  /**
   * Does nothing: filters start by themselves.
   *
   * @param event the container's
   */
  @Override
  public void contextInitialized(ServletContextEvent event) {}

  /**
   * Closes the clients, and blocks until pending events are sent, for up to two seconds. Never
   * throws.
   *
   * @param event the container's
   */
  @Override
  public void contextDestroyed(ServletContextEvent event) {
    try {
      ServletContext context = event.getServletContext();
      OpenFilters.close(context);
      if (bundlesTheClient(context)) {
        TrackX.close();
      }
    } catch (Throwable neverToTheHost) {
      // the container undeploys the application anyway
    }
  }

  /**
   * Returns false for an application without its own class loader, which lives as long as the JVM.
   */
  private static boolean bundlesTheClient(ServletContext context) {
    ClassLoader application = loaderOf(context);
    return application != null
        && application != ClassLoader.getSystemClassLoader()
        && application == TrackX.class.getClassLoader();
  }

  private static @Nullable ClassLoader loaderOf(ServletContext context) {
    try {
      return context.getClassLoader();
    } catch (UnsupportedOperationException notForListenersAddedInCode) { // Tomcat 9
      return Thread.currentThread().getContextClassLoader();
    }
  }
}
