package app.trackx.servlet;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/**
 * Closes, when a web application ends, what its {@link TrackXFilter}s have opened: for containers that
 * do not destroy filters. Where the filter registers itself, so does this. Never touches a client that was
 * handed to a filter, or that of {@code TrackX.setup}.
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
      OpenFilters.close(event.getServletContext());
    } catch (Throwable neverToTheHost) {
      // the application ends all the same
    }
  }
}
