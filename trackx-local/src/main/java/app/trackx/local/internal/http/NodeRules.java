package app.trackx.local.internal.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requests that Node.js 20 rejects before the real server sees them, as far as the JDK's HTTP server lets them through.
 * Except for 417, the connection is closed after the response.
 */
final class NodeRules {
  private static final int MAX_HEAD = 16 * 1024;
  private static final Set<String> VERSIONS = Set.of("HTTP/1.0", "HTTP/1.1", "HTTP/2.0");
  private static final Set<String> METHODS = Set.of(
      "ACL",
      "BIND",
      "CHECKOUT",
      "CONNECT",
      "COPY",
      "DELETE",
      "GET",
      "HEAD",
      "LINK",
      "LOCK",
      "M-SEARCH",
      "MERGE",
      "MKACTIVITY",
      "MKCALENDAR",
      "MKCOL",
      "MOVE",
      "NOTIFY",
      "OPTIONS",
      "PATCH",
      "POST",
      "PROPFIND",
      "PROPPATCH",
      "PURGE",
      "PUT",
      "QUERY",
      "REBIND",
      "REPORT",
      "SEARCH",
      "SOURCE",
      "SUBSCRIBE",
      "TRACE",
      "UNBIND",
      "UNLINK",
      "UNLOCK",
      "UNSUBSCRIBE");

  private NodeRules() {}

  /** Returns the response of Node.js; null if the request reaches the server. */
  static @Nullable Response rejection(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    if (!METHODS.contains(exchange.getRequestMethod())
        || !VERSIONS.contains(exchange.getProtocol())
        || !isValid(headers)) {
      return Response.closing(400);
    }
    if (headSize(exchange.getRequestURI(), headers) >= MAX_HEAD) {
      return Response.closing(431);
    }
    if (exchange.getProtocol().equals("HTTP/1.1") && !headers.containsKey("Host")) {
      return Response.closing(400);
    }
    String expected = headers.getFirst("Expect");
    if (expected != null && !expected.toLowerCase(Locale.ROOT).contains("100-continue")) {
      return Response.text(417, "");
    }
    return null;
  }

  private static boolean isValid(Headers headers) {
    String length = headers.getFirst("Content-Length");
    boolean digits = length == null || length.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits
        && headers.values().stream().flatMap(List::stream).allMatch(NodeRules::isPrintable);
  }

  private static boolean isPrintable(String value) {
    return value.chars().allMatch(c -> (c >= ' ' && c != 0x7F) || c == '\t');
  }

  /** Returns the size of the request's head as Node.js counts it: the target, and all names and values. */
  private static long headSize(URI target, Headers headers) {
    long size = target.toString().length();
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      for (String value : header.getValue()) {
        size += header.getKey().length() + value.length();
      }
    }
    return size;
  }
}
