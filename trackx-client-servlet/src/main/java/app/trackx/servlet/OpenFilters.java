package app.trackx.servlet;

import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the filters of a web application have opened, so that it is closed with the application even if a
 * container does not destroy them. In an attribute of the context, not in a static field: a jar may be
 * shared by several applications.
 */
final class OpenFilters {
  private static final String ATTRIBUTE = "app.trackx.servlet.open";

  /** Such as one within another filter, which the container does not know. */
  private static final String TWO = "TrackX has two filters: one has registered itself and is in"
      + " front, so that the options of the application's have no effect: register that one with the"
      + " container, or take trackx.endpoint (TRACKX_ENDPOINT) away.";

  // guarded by this class, as the attribute is
  private final List<FilterClient> clients = new ArrayList<>();
  private boolean automatic;
  private boolean ofTheApplication;

  private OpenFilters() {}

  static void add(ServletContext context, FilterClient client, boolean automatic) {
    boolean two;
    synchronized (OpenFilters.class) { // two filters that start at once
      OpenFilters known = of(context);
      OpenFilters open = known == null ? new OpenFilters() : known;
      two = open.add(client, automatic);
      context.setAttribute(ATTRIBUTE, open);
    }
    if (two) {
      Log.warn(TWO);
    }
  }

  /** Whether there are both kinds now, for the first time. */
  private boolean add(FilterClient client, boolean isAutomatic) {
    boolean before = automatic && ofTheApplication;
    clients.add(client);
    automatic |= isAutomatic;
    ofTheApplication |= !isAutomatic;
    return automatic && ofTheApplication && !before;
  }

  /** Closes all; what a filter has closed itself is closed. */
  static void close(ServletContext context) {
    OpenFilters open;
    synchronized (OpenFilters.class) {
      open = of(context);
      if (open == null) {
        return;
      }
      context.removeAttribute(ATTRIBUTE); // from here on nobody else adds to it
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
