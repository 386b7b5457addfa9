package app.trackx.internal.http;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A response as far as anyone needs it: status, headers, and the start of the body. Immutable. */
public final class HttpResponse implements Function<String, @Nullable String> {
  private final int status;
  private final String head;
  private final String bodyStart;
  private final @Nullable String proxy;

  /** A response with that head, from the status line to the empty line. */
  HttpResponse(int status, String head, String bodyStart, @Nullable String proxy) {
    this.status = status;
    this.head = head;
    this.bodyStart = bodyStart;
    this.proxy = proxy;
  }

  /** The status code, 200 to 999. */
  public int status() {
    return status;
  }

  /** The first kilobyte of the body at most, read as UTF-8. */
  public String bodyStart() {
    return bodyStart;
  }

  /** {@code host:port} of the proxy that answered in place of the server; null if none did. */
  public @Nullable String proxy() {
    return proxy;
  }

  /** The first header of that name, in any case; null if there is none. */
  public @Nullable String header(String name) {
    return headerOf(head, name);
  }

  /** The same as {@link #header}. */
  @Override
  public @Nullable String apply(String name) {
    return header(name);
  }

  static @Nullable String headerOf(String head, String name) {
    for (int line = head.indexOf('\n'); line >= 0; line = head.indexOf('\n', line + 1)) {
      int colon = line + 1 + name.length();
      if (head.regionMatches(true, line + 1, name, 0, name.length())
          && colon < head.length()
          && head.charAt(colon) == ':') {
        int end = head.indexOf('\n', colon);
        return head.substring(colon + 1, end < 0 ? head.length() : end).trim();
      }
    }
    return null;
  }
}
