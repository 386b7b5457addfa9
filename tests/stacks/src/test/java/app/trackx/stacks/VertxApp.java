package app.trackx.stacks;

import app.trackx.EventType;
import app.trackx.TrackX;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

final class VertxApp {
  static Router router(Vertx vertx) {
    TrackX.setup(); // TRACKX_ENDPOINT
    vertx.exceptionHandler(TrackX::sendEvent); // what handlers outside of the router throw
    Router router = Router.router(vertx);
    router.get("/orders/:id").handler(call -> call.end(Shop.order(call.pathParam("id"))));
    for (Route route : router.getRoutes()) { // after the last route
      route.failureHandler(call -> report(route, call));
    }
    return router;
  }

  private static void report(Route route, RoutingContext call) {
    if (call.failure() != null && call.statusCode() >= 500 && route.getPath() != null) {
      Map<String, Object> http = new HashMap<>();
      http.put("method", call.request().method().name());
      http.put("route", route.getPath());
      http.put("status", call.statusCode());
      TrackX.client()
          .capture(EventType.UNHANDLED_ERROR)
          .reason(call.failure())
          .meta("http", http)
          .send();
    }
    call.next(); // the answer stays as it is
  }

  private VertxApp() {}
}
