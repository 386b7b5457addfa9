package app.trackx.servlet;

import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.List;

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

  private final List<FilterClient> clients = new ArrayList<>(); // this and below: guarded by this
  private boolean automatic;
  private boolean ofTheApplication;

  private OpenFilters() {}

  static void add(ServletContext context, FilterClient client, boolean automatic) {
    boolean two;
    synchronized (OpenFilters.class) { // two filters that start at once
      Object known = context.getAttribute(ATTRIBUTE);
      OpenFilters open = known instanceof OpenFilters ? (OpenFilters) known : new OpenFilters();
      two = open.add(client, automatic);
      context.setAttribute(ATTRIBUTE, open);
    }
    if (two) {
      Log.warn(TWO);
    }
  }

  /** Whether there are both kinds now, for the first time. */
  private synchronized boolean add(FilterClient client, boolean isAutomatic) {
    boolean before = automatic && ofTheApplication;
    clients.add(client);
    automatic |= isAutomatic;
    ofTheApplication |= !isAutomatic;
    return automatic && ofTheApplication && !before;
  }

  /** Closes all; what a filter has closed itself is closed. */
  static void close(ServletContext context) {
    Object known = context.getAttribute(ATTRIBUTE);
    if (!(known instanceof OpenFilters)) {
      return;
    }
    context.removeAttribute(ATTRIBUTE);
    List<FilterClient> left;
    synchronized (known) {
      left = new ArrayList<>(((OpenFilters) known).clients);
    }
    for (FilterClient client : left) {
      client.close();
    }
  }
}
