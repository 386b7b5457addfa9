package app.trackx.stacks;

import app.trackx.EventType;
import app.trackx.TrackX;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import java.util.HashMap;
import java.util.Map;

final class JavalinApp {
  static Javalin create() {
    TrackX.setup(); // TRACKX_ENDPOINT
    return Javalin.create(config -> {
      config.routes.get("/orders/{id}", call -> call.result(Shop.order(call.pathParam("id"))));
      config.routes.exception(Exception.class, JavalinApp::report);
    });
  }

  static void report(Exception error, Context call) {
    call.status(500).result("Server Error"); // as without this handler
    Endpoint endpoint = call.endpoints().lastHttpEndpoint();
    Map<String, Object> http = new HashMap<>();
    http.put("method", call.method().name());
    http.put("route", endpoint == null ? null : endpoint.path);
    http.put("status", 500);
    TrackX.client()
        .capture(EventType.UNHANDLED_ERROR)
        .reason(error)
        .meta("http", http)
        .send();
  }

  private JavalinApp() {}
}
