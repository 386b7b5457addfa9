package app.trackx.local.internal.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP response: a status, headers, and a body that is either bytes or a stream. Text is sent without a
 * content type, as by the real server.
 */
public final class Response {
  public static final Response OK = text(200, "ok");
  public static final Response NOT_FOUND = text(404, "Not Found");
  static final Response FAILED = text(500, "Internal Server Error");
  public static final Response BUSY = text(503, "Too many requests of this kind");

  /** Closes the connection instead of responding. The status is never sent; nginx logs the same one. */
  public static final Response NONE = text(444, "");

  private final int status;
  private final byte[] body;
  private final Map<String, String> headers;
  private final @Nullable StreamBody stream;

  private Response(
      int status, byte[] body, Map<String, String> headers, @Nullable StreamBody stream) {
    this.status = status;
    this.body = body;
    this.headers = headers;
    this.stream = stream;
  }

  static Response text(int status, String text) {
    return new Response(status, text.getBytes(StandardCharsets.UTF_8), Map.of(), null);
  }

  /** Returns a response without a body, after which the connection is closed. */
  static Response closing(int status) {
    return text(status, "").with(Map.of("Connection", "close"));
  }

  public static Response of(String contentType, byte[] body) {
    return new Response(200, body.clone(), Map.of("Content-Type", contentType), null);
  }

  public static Response stream(String contentType, StreamBody stream) {
    return new Response(200, new byte[0], Map.of("Content-Type", contentType), stream);
  }

  /** Returns the response of nginx to a request above its limit, with the pause that upstream configures. */
  public static Response tooManyRequests() {
    String page = "<html>\r\n<head><title>429 Too Many Requests</title></head>\r\n<body>\r\n"
        + "<center><h1>429 Too Many Requests</h1></center>\r\n<hr><center>nginx</center>\r\n"
        + "</body>\r\n</html>\r\n";
    return text(429, page).with(Map.of("Content-Type", "text/html", "Retry-After", "1800"));
  }

  /** Returns a copy with additional headers. */
  public Response with(Map<String, String> further) {
    Map<String, String> all = new HashMap<>(further);
    all.putAll(headers);
    return new Response(status, body, Map.copyOf(all), stream);
  }

  int status() {
    return status;
  }

  byte[] body() {
    return body.clone();
  }

  Map<String, String> headers() {
    return headers;
  }

  /** Returns the stream that writes the body; null if the body is bytes. */
  @Nullable
  StreamBody stream() {
    return stream;
  }
}
