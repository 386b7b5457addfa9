package app.trackx.internal.settings;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A validated endpoint, {@code https://host/v1/<key>}. The key is a write credential and is never
 * shown: neither in {@link #toString()} nor in the exception for a malformed endpoint.
 *
 * <p>Parsed by hand: {@code java.net.URI} rejects hosts with an underscore, which are common in
 * container networks.
 */
public final class Endpoint {
  public static final String EXPECTED =
      "expected http(s)://host[:port]/v1/<key> with a key of 11 characters of [0-9a-z], "
          + "as shown on the project's page in the TrackX dashboard";

  /** The prefix of the exception message. */
  public static final String MALFORMED = "Not a TrackX endpoint: ";

  private static final int KEY_LENGTH = 11;
  private static final String EVENT = "/event";

  private final String base;
  private final String shown;
  private final boolean secure;

  private Endpoint(String base, String shown, boolean secure) {
    this.base = base;
    this.shown = shown;
    this.secure = secure;
  }

  /** Parses an endpoint; returns null if the text is blank, with or without quotes. */
  public static @Nullable Endpoint parseIfSet(@Nullable String text) {
    String url = text == null ? "" : strip(text);
    return url.isEmpty() ? null : parse(url);
  }

  /**
   * Parses an endpoint. A trailing slash or {@code /event}, and quotes and invisible characters
   * around it, are ignored.
   */
  public static Endpoint parse(String text) {
    String url = strip(text);
    boolean secure = url.regionMatches(true, 0, "https://", 0, 8);
    int authority = secure ? 8 : 7;
    require(secure || url.regionMatches(true, 0, "http://", 0, 7), "the scheme is not http(s)");
    require(url.indexOf('?') < 0, "it has a query");
    require(url.indexOf('#') < 0, "it has a fragment");
    require(url.indexOf("://") == url.lastIndexOf("://"), "it contains more than one URL");
    url = withoutTail(url);
    int path = url.indexOf('/', authority);
    require(path > 0, "it has no /v1/<key>");
    checkAuthority(url.substring(authority, path));
    int key = url.length() - KEY_LENGTH;
    int version = key - "/v1/".length();
    require(
        version >= path && url.startsWith("/v1/", version) && isKey(url, key, url.length()),
        "it does not end in /v1/<key>");
    for (int i = path; i < url.length(); i++) {
      require(isOfPath(url, i), "its path contains an invalid character");
    }
    return new Endpoint(url, withoutKeys(url.substring(0, key) + "***"), secure);
  }

  /** Masks other keys, which a doubled path such as {@code /v1/<key>/v1/<key>} contains. */
  private static String withoutKeys(String url) {
    String shown = url;
    for (int at = shown.indexOf("/v1/"); at >= 0; at = shown.indexOf("/v1/", at + 1)) {
      int start = at + 4;
      int end = start;
      while (end < shown.length() && isKey(shown, end, end + 1)) {
        end++;
      }
      if (end - start == KEY_LENGTH) {
        shown = shown.substring(0, start) + "***" + shown.substring(end);
      }
    }
    return shown;
  }

  /** Removes quotes and invisible characters around a text. Loads no class if there are none. */
  public static String strip(String text) {
    int last = text.length() - 1;
    return last < 0 || (isPlain(text.charAt(0)) && isPlain(text.charAt(last)))
        ? text
        : Wrapping.remove(text);
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/';
  }

  /** Returns true for characters allowed in a path, except those that mark placeholders. */
  private static boolean isOfPath(String url, int at) {
    char c = url.charAt(at);
    return c == '%'
        ? isHex(url.charAt(at + 1)) && isHex(url.charAt(at + 2)) // in bounds, since the key follows
        : c > ' ' && c < 0x7f && "\"<>\\^`{|}$@".indexOf(c) < 0;
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  private static String withoutTail(String url) {
    String rest = url;
    while (rest.endsWith("/")) {
      rest = rest.substring(0, rest.length() - 1);
    }
    return rest.endsWith(EVENT) ? rest.substring(0, rest.length() - EVENT.length()) : rest;
  }

  private static void checkAuthority(String authority) {
    require(authority.indexOf('@') < 0, "it has a user name");
    int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
    String host = end < 0 ? authority : authority.substring(0, end);
    String port = end < 0 ? "" : authority.substring(end);
    require(!host.isEmpty(), "it has no host");
    require(
        host.charAt(0) == '[' ? isIpv6(host) : isName(host),
        "its host is not a valid name or address");
    if (!port.isEmpty()) {
      require(isPort(port.substring(1)) && port.charAt(0) == ':', "its port is not in 1..65535");
    }
  }

  private static boolean isIpv6(String literal) {
    try {
      return literal.indexOf('%') < 0 && InetAddress.getByName(literal) != null; // no look-up
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Returns true if resolvers and OkHttp accept the host name, judged by its ASCII form. */
  private static boolean isName(String host) {
    String name = ascii(host);
    int label = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean dot = c == '.';
      if (dot ? label == 0 : !isOfName(c) || label == 63) {
        return false;
      }
      label = dot ? 0 : label + 1;
    }
    return !name.isEmpty() && name.length() <= 253;
  }

  private static boolean isOfName(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  /** Returns the name's ASCII form (IDN); empty if it has none. */
  private static String ascii(String host) {
    for (int i = 0; i < host.length(); i++) {
      if (host.charAt(i) > 0x7f) {
        try {
          return IDN.toASCII(host);
        } catch (IllegalArgumentException e) {
          return "";
        }
      }
    }
    return host;
  }

  private static boolean isPort(String digits) {
    if (digits.isEmpty() || digits.length() > 5) {
      return false;
    }
    int port = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
      port = port * 10 + (c - '0');
    }
    return port >= 1 && port <= 65535;
  }

  private static boolean isKey(String url, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = url.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'z')) {
        return false;
      }
    }
    return true;
  }

  private static void require(boolean condition, String fault) {
    if (!condition) {
      throw new IllegalArgumentException(MALFORMED + fault + "; " + EXPECTED);
    }
  }

  /** Returns the normalized endpoint, with its key. */
  public String text() {
    return base;
  }

  public String eventUrl() {
    return base + EVENT;
  }

  public String pingUrl() {
    return base + "/ping";
  }

  public String reportUrl() {
    return base + "/report";
  }

  public boolean secure() {
    return secure;
  }

  /** Returns true for the same project on the same server, however the endpoints are written. */
  public boolean isSame(Endpoint other) {
    return identity().equals(other.identity());
  }

  /** Returns a text that is the same for the same project on the same server. It has the key. */
  public String identity() {
    return withoutDefaultPort().toLowerCase(Locale.ROOT);
  }

  /** Returns the scheme, host and port: what one server's rate limit is counted for. */
  public String server() {
    String url = identity();
    return url.substring(0, url.indexOf('/', url.indexOf("//") + 2));
  }

  private String withoutDefaultPort() {
    int path = base.indexOf('/', base.indexOf("//") + 2);
    String port = secure ? ":443" : ":80";
    return base.startsWith(port, path - port.length())
        ? base.substring(0, path - port.length()) + base.substring(path)
        : base;
  }

  /** Returns true if requests leave this machine unencrypted. Does no DNS look-up. */
  public boolean leavesHostUnencrypted() {
    return !secure && !isLoopback(host());
  }

  private String host() {
    int start = base.indexOf("//") + 2;
    int end = start;
    boolean literal = base.charAt(start) == '[';
    while (base.charAt(end) != '/' && (literal || base.charAt(end) != ':')) {
      literal &= base.charAt(end) != ']';
      end++;
    }
    return base.substring(start, end);
  }

  private static boolean isLoopback(String host) {
    if (host.charAt(0) == '[') {
      try {
        return InetAddress.getByName(host).isLoopbackAddress(); // no look-up
      } catch (UnknownHostException e) {
        return false;
      }
    }
    String name = host.toLowerCase(Locale.ROOT);
    name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || (name.startsWith("127.") && isDigitsAndDots(name));
  }

  private static boolean isDigitsAndDots(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  /** Returns the endpoint without its key. */
  @Override
  public String toString() {
    return shown;
  }
}
