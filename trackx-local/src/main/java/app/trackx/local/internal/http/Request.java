package app.trackx.local.internal.http;

import com.sun.net.httpserver.Headers;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A received request, reduced to the parts that are used. */
public final class Request {
  private static final Set<String> SINGLE = Set.of("Content-Type", "Host", "Referer", "User-Agent");

  private final String method;
  private final String path;
  private final @Nullable Route route;
  private final @Nullable String query;
  private final Headers headers;
  private final String socketIp;
  private final RequestBody body;

  public Request(
      String method,
      String path,
      @Nullable Route route,
      @Nullable String query,
      Headers headers,
      String socketIp,
      RequestBody body) {
    this.method = method;
    this.path = path;
    this.route = route;
    this.query = query;
    this.headers = headers;
    this.socketIp = socketIp;
    this.body = body;
  }

  public boolean is(String wanted) {
    return method.equals(wanted);
  }

  public String path() {
    return path;
  }

  /** Returns the encoded query string; empty if there is none. */
  public String query() {
    return query == null ? "" : query;
  }

  /** Returns the route; null if the path is none of the protocol. */
  public @Nullable Route route() {
    return route;
  }

  public RequestBody body() {
    return body;
  }

  /**
   * Returns a header's value; empty if it is missing. Like Node.js, this ignores repetitions of some headers and joins the
   * values of the others.
   */
  public String header(String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    return values.isEmpty() || SINGLE.contains(name)
        ? values.stream().findFirst().orElse("")
        : String.join(", ", values);
  }

  /** Returns whether the query string contains any parameter. */
  public boolean hasParameters() {
    return query != null && query.chars().anyMatch(c -> c != '&');
  }

  /** Returns the address of the connection, whatever the headers contain. */
  public String socketIp() {
    return socketIp;
  }

  /** Returns the client's address from the first header that has one, or else the socket's. Not validated. */
  public String clientIp() {
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
