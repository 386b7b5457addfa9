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

  private final List<FilterClient> clients = new ArrayList<>(); // guarded by this

  private OpenFilters() {}

  static void add(@Nullable ServletContext context, FilterClient client) {
    if (context == null) {
      return;
    }
    synchronized (OpenFilters.class) { // two filters that start at once
      Object known = context.getAttribute(ATTRIBUTE);
      OpenFilters open = known instanceof OpenFilters ? (OpenFilters) known : new OpenFilters();
      synchronized (open) {
        open.clients.add(client);
      }
      context.setAttribute(ATTRIBUTE, open);
    }
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
