package app.trackx.local;

import com.sun.net.httpserver.Headers;
import org.jspecify.annotations.Nullable;

/** A received request, reduced to the parts that are used. */
final class Request {
  private final String method;
  private final String path;
  private final @Nullable String query;
  private final Headers headers;
  private final String socketIp;
  private final RequestBody body;

  Request(
      String method,
      String path,
      @Nullable String query,
      Headers headers,
      String socketIp,
      RequestBody body) {
    this.method = method;
    this.path = path;
    this.query = query;
    this.headers = headers;
    this.socketIp = socketIp;
    this.body = body;
  }

  boolean is(String wanted) {
    return method.equals(wanted);
  }

  String path() {
    return path;
  }

  /** Returns the encoded query string; empty if there is none. */
  String query() {
    return query == null ? "" : query;
  }

  RequestBody body() {
    return body;
  }

  /** Returns a header's first value; empty if it is missing. */
  String header(String name) {
    String value = headers.getFirst(name);
    return value == null ? "" : value;
  }

  /** Returns whether the query string contains any parameter. */
  boolean hasParameters() {
    return query != null && query.chars().anyMatch(c -> c != '&');
  }

  /** Returns the address of the connection, whatever the headers contain. */
  String socketIp() {
    return socketIp;
  }

  /** Returns the client's address from the first header that has one, or else the socket's. Not validated. */
  String clientIp() {
    String forwarded = header("X-Forwarded-For");
    int comma = forwarded.indexOf(',');
    String[] candidates = {
      header("CF-Connecting-IP"),
      header("X-Real-IP"),
      comma < 0 ? forwarded : forwarded.substring(0, comma)
    };
    for (String candidate : candidates) {
      if (!candidate.isEmpty()) {
        return candidate;
      }
    }
    return socketIp;
  }
}
