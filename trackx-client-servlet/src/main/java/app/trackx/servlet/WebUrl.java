package app.trackx.servlet;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A URL with scheme {@code http} or {@code https}, without user, query, fragment and path
 * parameters, as texts of browsers contain it. Immutable.
 */
final class WebUrl {
  private static final int LONGEST = 1_000;

  private final String scheme;
  private final String host;
  private final int port;
  private final String path;

  private WebUrl(String scheme, String host, int port, String path) {
    this.scheme = scheme;
    this.host = host;
    this.port = port;
    this.path = path;
  }

  /** Parses a URL; null if it has another scheme or is malformed. */
  static @Nullable WebUrl parse(@Nullable String text) {
    int colon = text == null ? -1 : text.indexOf("://");
    if (text == null || colon < 0) {
      return null;
    }
    String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return null;
    }
    int start = colon + 3;
    int end = endOfAuthority(text, start);
    String authority = text.substring(start, end);
    String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
    String path = Route.bare(text.substring(end));
    return hostAndPort.isEmpty() || !isPrintable(hostAndPort) || !isPrintable(path)
        ? null
        : of(scheme, hostAndPort, path);
  }

  private static int endOfAuthority(String text, int start) {
    int end = start;
    while (end < text.length() && "/?#\\".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static @Nullable WebUrl of(String scheme, String hostAndPort, String path) {
    int colon = hostAndPort.lastIndexOf(':');
    boolean hasPort = colon > hostAndPort.lastIndexOf(']');
    String host = hasPort ? hostAndPort.substring(0, colon) : hostAndPort;
    int port = usualPort(scheme);
    if (hasPort) {
      try {
        port = Integer.parseInt(hostAndPort.substring(colon + 1));
      } catch (NumberFormatException malformed) {
        return null;
      }
    }
    return new WebUrl(scheme, host.toLowerCase(Locale.ROOT), port, path);
  }

  private static boolean isPrintable(String text) {
    if (text.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~' || c == '"' || c == '<' || c == '>') {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns whether both have the same host and port. A proxy may have changed the scheme, and with
   * it the port that needs no mention.
   */
  boolean hasHostOf(WebUrl other) {
    boolean samePort = port == other.port || (isUsual(port) && isUsual(other.port));
    return samePort && host.equals(other.host);
  }

  /** Returns the port that a URL with this scheme need not mention. */
  static int usualPort(@Nullable String scheme) {
    return "https".equals(scheme) ? 443 : 80;
  }

  private static boolean isUsual(int port) {
    return port == 80 || port == 443;
  }

  String path() {
    return path;
  }

  String origin() {
    return scheme + "://" + host + (port == usualPort(scheme) ? "" : ":" + port);
  }
}
