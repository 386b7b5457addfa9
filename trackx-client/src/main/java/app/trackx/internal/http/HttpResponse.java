package app.trackx.internal.http;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a response that the client needs: status, headers, and the start of the body.
 * Immutable.
 */
public final class HttpResponse implements Function<String, @Nullable String> {
  private final int status;
  private final String head;
  private final String bodyStart;
  private final @Nullable String proxy;

  /** Creates a response with a head that extends from the status line to the empty line. */
  HttpResponse(int status, String head, String bodyStart, @Nullable String proxy) {
    this.status = status;
    this.head = head;
    this.bodyStart = bodyStart;
    this.proxy = proxy;
  }

  /** Returns the status code, 200 to 999. */
  public int status() {
    return status;
  }

  /** Returns at most the first kilobyte of the body, decoded as UTF-8. */
  public String bodyStart() {
    return bodyStart;
  }

  /**
   * Returns {@code host:port} of the proxy that responded in place of the server; null if none did.
   */
  public @Nullable String proxy() {
    return proxy;
  }

  /** Returns the first header with the name, ignoring case; null if there is none. */
  public @Nullable String header(String name) {
    return headerOf(head, name);
  }

  /** Does the same as {@link #header}. */
  @Override
  public @Nullable String apply(String name) {
    return header(name);
  }

  /** Returns the values of all headers with the name, joined by commas; null if there is none. */
  @Nullable
  String headers(String name) {
    StringBuilder values = null;
    for (int at = find(head, name, 0); at >= 0; at = find(head, name, at)) {
      values = values == null ? new StringBuilder() : values.append(", ");
      values.append(valueAt(head, at));
    }
    return values == null ? null : values.toString();
  }

  static @Nullable String headerOf(String head, String name) {
    int at = find(head, name, 0);
    return at < 0 ? null : valueAt(head, at);
  }

  /**
   * Returns the index after the colon of the next header with the name, below the line of {@code
   * from}.
   */
  private static int find(String head, String name, int from) {
    for (int line = head.indexOf('\n', from); line >= 0; line = head.indexOf('\n', line + 1)) {
      int colon = line + 1 + name.length();
      if (head.regionMatches(true, line + 1, name, 0, name.length())
          && colon < head.length()
          && head.charAt(colon) == ':') {
        return colon + 1;
      }
    }
    return -1;
  }

  /**
   * Returns a header's value. A value continues in the next line if that starts with white space
   * (RFC 9112, 5.2).
   */
  private static String valueAt(String head, int start) {
    int end = endOfLine(head, start);
    String value = head.substring(start, end).trim();
    while (end + 1 < head.length() && " \t".indexOf(head.charAt(end + 1)) >= 0) {
      int next = endOfLine(head, end + 1);
      value = (value + " " + head.substring(end + 1, next).trim()).trim();
      end = next;
    }
    return value;
  }

  private static int endOfLine(String head, int start) {
    int end = head.indexOf('\n', start);
    return end < 0 ? head.length() : end;
  }
}
