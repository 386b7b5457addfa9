package app.trackx.examples.servlet;

import app.trackx.RateLimit;
import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.servlet.Sessions;
import app.trackx.servlet.TrackXFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/**
 * A shop with a page that works, {@code /}, and one that fails, {@code /checkout}. Failures and
 * visitors are reported to the project of {@code TRACKX_ENDPOINT} or {@code -Dtrackx.endpoint}.
 */
public final class Main extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /**
   * Runs until it is stopped.
   *
   * @param args the port; defaults to 8080
   */
  public static void main(String[] args) throws Exception {
    // The server's default of 6 requests per minute is too few for visitors: raise it there first.
    // Without a limit here, repeats are not aggregated, and each marks the session of its visitor.
    TrackX.setup(TrackXClient.builder(endpoint()).rateLimit(RateLimit.none()));

    FilterHolder trackx =
        new FilterHolder(TrackXFilter.builder().sessions(Sessions.VISITOR).build());
    trackx.setAsyncSupported(true);

    ServletContextHandler shop = new ServletContextHandler("/");
    shop.addFilter(trackx, "/*", EnumSet.allOf(DispatcherType.class)); // before all other filters
    shop.addServlet(Main.class, "/");
    shop.addServlet(Main.class, "/checkout");

    Server server = new Server(args.length == 0 ? 8080 : Integer.parseInt(args[0]));
    server.setHandler(shop);
    server.setStopAtShutdown(true);
    server.start();
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    System.out.println("Open for business at http://localhost:" + port);
    server.join();
  }

  private static @Nullable String endpoint() {
    return System.getProperty("trackx.endpoint", System.getenv("TRACKX_ENDPOINT"));
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getServletPath().equals("/checkout")) {
      throw new IllegalStateException("no price for the cart of " + request.getParameter("mail"));
    }
    response.setContentType("text/plain");
    response.getWriter().println("Welcome to the shop");
  }
}
