package app.trackx.stacks;

import app.trackx.EventType;
import app.trackx.TrackX;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.HashMap;
import java.util.Map;

public final class HelidonApp {
  public static WebServer create(int port) {
    TrackX.setup(); // TRACKX_ENDPOINT
    return WebServer.builder()
        .port(port)
        .routing(routes -> routes
            .get(
                "/orders/{id}",
                (request, response) ->
                    response.send(Shop.order(request.path().pathParameters().get("id"))))
            .error(Exception.class, HelidonApp::report))
        .build();
  }

  private static void report(ServerRequest request, ServerResponse response, Exception error) {
    Map<String, Object> http = new HashMap<>();
    http.put("method", request.prologue().method().text());
    http.put("route", request.matchingPattern().orElse(null));
    http.put("status", 500);
    TrackX.client()
        .capture(EventType.UNHANDLED_ERROR)
        .reason(error)
        .meta("http", http)
        .send();
    response.status(500).send("Internal Server Error");
  }
}
