package app.trackx.stacks;

import app.trackx.TrackX;
import app.trackx.jersey.TrackXRequestListener;
import java.net.URI;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;

final class JerseyApp {
  static HttpServer create(URI address) {
    TrackX.setup(); // TRACKX_ENDPOINT
    ResourceConfig config = new ResourceConfig(Orders.class).register(TrackXRequestListener.class);
    return GrizzlyHttpServerFactory.createHttpServer(address, config);
  }

  private JerseyApp() {}
}
