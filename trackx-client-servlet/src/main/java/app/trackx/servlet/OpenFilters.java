package app.trackx.servlet;

import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The clients that the filters of a web application opened, so that they are closed with the
 * application even if the container does not destroy filters. Kept in a context attribute instead
 * of a static field, since several applications may share the jar.
 */
final class OpenFilters {
  private static final String ATTRIBUTE = "app.trackx.servlet.open";

  /** For example if the application's is nested in another filter, unknown to the container. */
  private static final String TWO_FILTERS = "Two TrackXFilters are active. The one that registered"
      + " itself runs first, so the options of the application's filter have no effect. Register"
      + " the application's filter with the container, or remove trackx.endpoint"
      + " (TRACKX_ENDPOINT).";

  // guarded by this class, like the attribute
  private final List<FilterClient> clients = new ArrayList<>();
  private boolean automatic;
  private boolean byApplication;

  private OpenFilters() {}

  static void add(ServletContext context, FilterClient client, boolean automatic) {
    boolean two;
    synchronized (OpenFilters.class) { // two filters may start at the same time
      OpenFilters known = of(context);
      OpenFilters open = known == null ? new OpenFilters() : known;
      two = open.add(client, automatic);
      context.setAttribute(ATTRIBUTE, open);
    }
    if (two) {
      Log.warn(TWO_FILTERS);
    }
  }

  /** Adds a client. Returns whether filters of both kinds are active now, for the first time. */
  private boolean add(FilterClient client, boolean isAutomatic) {
    boolean before = automatic && byApplication;
    clients.add(client);
    automatic |= isAutomatic;
    byApplication |= !isAutomatic;
    return automatic && byApplication && !before;
  }

  /** Closes all clients. A client that its filter has already closed stays closed. */
  static void close(ServletContext context) {
    OpenFilters open;
    synchronized (OpenFilters.class) {
      open = of(context);
      if (open == null) {
        return;
      }
      context.removeAttribute(ATTRIBUTE); // no other filter is added after this
    }
    for (FilterClient client : open.clients) {
      client.close();
    }
  }

  private static @Nullable OpenFilters of(ServletContext context) {
    Object known = context.getAttribute(ATTRIBUTE);
    return known instanceof OpenFilters ? (OpenFilters) known : null;
  }
}
