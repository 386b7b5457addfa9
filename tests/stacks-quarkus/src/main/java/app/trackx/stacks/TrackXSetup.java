package app.trackx.stacks;

import app.trackx.EventType;
import app.trackx.TrackX;
import app.trackx.jul.TrackXHandler;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ResourceInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

@Singleton
public class TrackXSetup {
  void start(@Observes StartupEvent event) {
    TrackX.setup(); // TRACKX_ENDPOINT
    Logger.getLogger("").addHandler(new TrackXHandler()); // what is logged as an error
  }

  void stop(@Observes ShutdownEvent event) {
    TrackX.close();
  }

  @ServerRequestFilter
  public void route(ResourceInfo resource, RoutingContext call) {
    Path path = resource.getResourceMethod().getAnnotation(Path.class);
    String prefix = resource.getResourceClass().getAnnotation(Path.class).value();
    call.put("trackx.route", path == null ? prefix : prefix + "/" + path.value());
  }

  void failures(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).failureHandler(call -> {
      if (call.failure() != null && call.statusCode() >= 500) {
        Map<String, Object> http = new HashMap<>();
        http.put("method", call.request().method().name());
        http.put("route", call.get("trackx.route"));
        http.put("status", call.statusCode());
        TrackX.client()
            .capture(EventType.UNHANDLED_ERROR)
            .reason(call.failure())
            .meta("http", http)
            .send();
      }
      call.next(); // the answer stays as it is
    });
  }
}
