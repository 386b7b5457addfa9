package app.trackx.relay.front;

import app.trackx.relay.intake.RequestKind;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** The head of a request to TrackX's API, reduced to what is used. Immutable. */
final class Call {
  private static final int KEY_LENGTH = 11;

  /** The server's limit for bodies of pings and reports, in bytes. */
  private static final int SMALL_BODY = 100 * 1024;

  /** Node.js ignores repetitions of these headers, and joins the values of others. */
  private static final Set<String> SINGLE = Set.of("Content-Type", "Referer", "User-Agent");

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

  /** Returns whether a path is a name of the relay's own, in any case and with or without a slash at its end. */
  static boolean isPath(String path, String name) {
    String[] parts = parts(path);
    return parts.length == 2 && parts[0].isEmpty() && parts[1].equalsIgnoreCase(name);
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

  /** Returns a header's value, as the server reads it; empty if it is missing. */
  String header(String name) {
    List<String> values = new ArrayList<>();
    for (HttpField field : request.getHeaders().getFields(name)) {
      values.add(field.getValue() == null ? "" : field.getValue());
    }
    return values.size() < 2 || SINGLE.contains(name)
        ? values.stream().findFirst().orElse("")
        : String.join(", ", values);
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
    String forwarded = trustProxy ? forwarded() : "";
    if (!forwarded.isEmpty()) {
      return forwarded;
    }
    SocketAddress remote = request.getConnectionMetaData().getRemoteSocketAddress();
    if (!(remote instanceof InetSocketAddress socket) || socket.getAddress() == null) {
      return "";
    }
    String address = socket.getAddress().getHostAddress();
    int zone = address.indexOf('%');
    return zone < 0 ? address : address.substring(0, zone);
  }

  /** Returns the address from the first header that has one, in the server's order; empty if none has. */
  private String forwarded() {
    String list = header("X-Forwarded-For");
    int comma = list.indexOf(',');
    String first = comma < 0 ? list : list.substring(0, comma);
    for (String address : List.of(header("CF-Connecting-IP"), header("X-Real-IP"), first)) {
      if (!address.isEmpty()) {
        return address;
      }
    }
    return "";
  }

  /**
   * Returns the maximum number of bytes of the body.
   *
   * @param ofEvents the limit for events
   */
  int bodyLimit(int ofEvents) {
    return kind == RequestKind.EVENT ? ofEvents : Math.min(ofEvents, SMALL_BODY);
  }

  /** Treats a body of a declared type other than JSON as absent, except for reports, like the server. */
  boolean hasBody() {
    HttpFields headers = request.getHeaders();
    String type = headers.get("Content-Type");
    return request.getMethod().equals("POST")
        && (type == null
            || type.isEmpty()
            || type.contains("application/json")
            || kind == RequestKind.REPORT)
        && (request.getLength() > 0 || headers.contains("Transfer-Encoding"));
  }
}
