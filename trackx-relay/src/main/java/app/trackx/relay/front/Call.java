package app.trackx.relay.front;

import app.trackx.relay.intake.RequestKind;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** The head of a request to TrackX's API, reduced to what is used. Immutable. */
final class Call {
  private static final int KEY_LENGTH = 11;

  final RequestKind kind;
  final String key;
  private final Request request;

  private Call(RequestKind kind, String key, Request request) {
    this.kind = kind;
    this.key = key;
    this.request = request;
  }

  /**
   * Returns null if the server has no such path or method. As there, case does not matter outside the key, one slash may
   * follow, and the key may be percent-encoded.
   */
  static @Nullable Call of(Request request) {
    String[] parts = parts(path(request));
    for (RequestKind kind : RequestKind.values()) {
      if (isPath(parts, kind) && !parts[2].isEmpty() && allows(kind, request.getMethod())) {
        return new Call(kind, decoded(parts[2]), request);
      }
    }
    return null;
  }

  private static boolean allows(RequestKind kind, String method) {
    return method.equals("POST")
        || (kind == RequestKind.PING && (method.equals("GET") || method.equals("HEAD")));
  }

  private static String decoded(String key) {
    try {
      return URLDecoder.decode(key, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return key; // a malformed escape, which no valid key has
    }
  }

  private static String[] parts(String path) {
    return path.substring(0, path.length() - (path.endsWith("/") ? 1 : 0)).split("/", -1);
  }

  private static boolean isPath(String[] parts, RequestKind kind) {
    return parts.length == 4
        && parts[0].isEmpty()
        && parts[1].equalsIgnoreCase("v1")
        && parts[3].equalsIgnoreCase(kind.path());
  }

  static String path(Request request) {
    String path = request.getHttpURI().getPath();
    return path == null ? "" : path;
  }

  /** Returns whether such a path exists, for a preflight. */
  static boolean isPath(String path) {
    String[] parts = parts(path);
    return Arrays.stream(RequestKind.values()).anyMatch(kind -> isPath(parts, kind));
  }

  boolean isGet() {
    return request.getMethod().equals("GET");
  }

  boolean hasValidKey() {
    boolean valid = key.length() == KEY_LENGTH;
    for (int i = 0; valid && i < KEY_LENGTH; i++) {
      char c = key.charAt(i);
      valid = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
    }
    return valid;
  }

  /** Returns a header's first value; empty if it is missing. */
  String header(String name) {
    HttpFields headers = request.getHeaders();
    String value = headers.get(name);
    return value == null ? "" : value;
  }

  /** Returns whether the query has any parameter. */
  boolean hasParameters() {
    String query = request.getHttpURI().getQuery();
    return query != null && !query.chars().allMatch(c -> c == '&');
  }

  /**
   * Returns the sender's address, not validated.
   *
   * @param trustProxy whether to believe the headers of a proxy
   */
  String address(boolean trustProxy) {
    if (trustProxy) {
      String forwarded = header("X-Forwarded-For");
      int comma = forwarded.indexOf(',');
      String first = (comma < 0 ? forwarded : forwarded.substring(0, comma)).trim();
      String real = header("X-Real-IP");
      if (!real.isEmpty() || !first.isEmpty()) {
        return real.isEmpty() ? first : real;
      }
    }
    SocketAddress remote = request.getConnectionMetaData().getRemoteSocketAddress();
    if (!(remote instanceof InetSocketAddress socket) || socket.getAddress() == null) {
      return "";
    }
    String address = socket.getAddress().getHostAddress();
    int zone = address.indexOf('%');
    return zone < 0 ? address : address.substring(0, zone);
  }

  /** Treats a body of a declared type other than JSON as absent, except for reports, like the server. */
  boolean hasBody() {
    HttpFields headers = request.getHeaders();
    String type = headers.get("Content-Type");
    return request.getMethod().equals("POST")
        && (type == null || type.contains("application/json") || kind == RequestKind.REPORT)
        && (request.getLength() > 0 || headers.contains("Transfer-Encoding"));
  }
}
