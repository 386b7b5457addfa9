package app.trackx.local;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What goes back to a client. Like the real server, text goes without a content type. */
final class Answer {
  static final Answer OK = text(200, "ok");
  static final Answer NOT_FOUND = text(404, "Not Found");
  static final Answer FAILED = text(500, "Internal Server Error");

  private final int status;
  private final byte[] body;
  private final @Nullable String contentType;

  private Answer(int status, byte[] body, @Nullable String contentType) {
    this.status = status;
    this.body = body;
    this.contentType = contentType;
  }

  static Answer text(int status, String text) {
    return new Answer(status, text.getBytes(StandardCharsets.UTF_8), null);
  }

  static Answer gif(byte[] image) {
    return new Answer(200, image.clone(), "image/gif");
  }

  int status() {
    return status;
  }

  byte[] body() {
    return body.clone();
  }

  @Nullable
  String contentType() {
    return contentType;
  }
}
