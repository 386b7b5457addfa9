package app.trackx.relay.front;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;

/** The headers that let scripts of other origins use the API: those of upstream's nginx, which stands in front of the server. */
final class Browsers {
  private Browsers() {}

  /** Adds the headers of every response. Without the second one, some pages could not load the image of a ping. */
  static void allow(Response response) {
    response.getHeaders().put("Access-Control-Allow-Origin", "*");
    response.getHeaders().put("Cross-Origin-Resource-Policy", "cross-origin");
  }

  /** Adds the headers of the response to a preflight. */
  static void preflight(Response response) {
    response.getHeaders().put("Access-Control-Allow-Methods", "GET,POST,OPTIONS");
    response
        .getHeaders()
        .put(
            "Access-Control-Allow-Headers",
            "Content-Type,Authorization,Content-Length,X-Requested-With,*");
    response.getHeaders().put("Access-Control-Max-Age", "86400");
  }

  /** Tells a client to wait, in a header that a script can read. */
  static void retryAfter(Response response, long seconds) {
    response.getHeaders().put(HttpHeader.RETRY_AFTER, seconds);
    response.getHeaders().put("Access-Control-Expose-Headers", "Retry-After");
  }
}
