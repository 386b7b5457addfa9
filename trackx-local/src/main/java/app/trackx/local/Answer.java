package app.trackx.local;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP response: a status, headers, and a body that is either bytes or a stream. Text is sent without a
 * content type, as by the real server.
 */
final class Answer {
  static final Answer OK = text(200, "ok");
  static final Answer NOT_FOUND = text(404, "Not Found");
  static final Answer FAILED = text(500, "Internal Server Error");
  static final Answer BUSY = text(503, "Too many streams");

  private final int status;
  private final byte[] body;
  private final Map<String, String> headers;
  private final @Nullable StreamBody stream;

  private Answer(
      int status, byte[] body, Map<String, String> headers, @Nullable StreamBody stream) {
    this.status = status;
    this.body = body;
    this.headers = headers;
    this.stream = stream;
  }

  static Answer text(int status, String text) {
    return new Answer(status, text.getBytes(StandardCharsets.UTF_8), Map.of(), null);
  }

  static Answer of(String contentType, byte[] body) {
    return new Answer(200, body.clone(), Map.of("Content-Type", contentType), null);
  }

  static Answer stream(String contentType, StreamBody stream) {
    return new Answer(200, new byte[0], Map.of("Content-Type", contentType), stream);
  }

  /** Returns a copy with additional headers. */
  Answer with(Map<String, String> further) {
    Map<String, String> all = new HashMap<>(further);
    all.putAll(headers);
    return new Answer(status, body, Map.copyOf(all), stream);
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
