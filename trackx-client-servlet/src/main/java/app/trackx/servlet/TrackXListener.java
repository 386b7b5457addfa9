package app.trackx.servlet;

import app.trackx.TrackX;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import org.jspecify.annotations.Nullable;

/**
 * Closes, when a web application ends, what its {@link TrackXFilter}s have opened, for containers that
 * do not destroy filters, and the client of {@code TrackX.setup} if the web application brings {@code
 * trackx-client} along: then nobody else uses it, and its handler of uncaught errors would keep the whole
 * application in memory. Where the filter registers itself, so does this. Never touches a client that was
 * handed to a filter, nor that of {@code TrackX.setup} if the container shares it between applications.
 */
public final class TrackXListener implements ServletContextListener {
  /** A listener for {@code web.xml}, or to be registered in code. */
  public TrackXListener() {}

  /**
   * Does nothing: the filters start by themselves.
   *
   * @param event of the container
   */
  @Override
  public void contextInitialized(ServletContextEvent event) {}

  /**
   * Closes what is open, and waits for what is pending, for two seconds at most. Never throws.
   *
   * @param event of the container
   */
  @Override
  public void contextDestroyed(ServletContextEvent event) {
    try {
      ServletContext context = event.getServletContext();
      OpenFilters.close(context);
      if (bringsTheClient(context)) {
        TrackX.close();
      }
    } catch (Throwable neverToTheHost) {
      // the application ends all the same
    }
  }

  /** Not so for an application without a class loader of its own, which ends with the JVM. */
  private static boolean bringsTheClient(ServletContext context) {
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
