package app.trackx.internal.http;

import java.net.IDN;

/** The server that a URL addresses. Immutable. */
public final class Target {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  final String url;
  final boolean tls;

  /** The host name in ASCII, or an IP address without brackets. */
  final String host;

  final int port;

  /** The path of the URL, starting with its first slash. */
  final String path;

  /** The value of the Host header. */
  final String authority;

  private Target(String url, boolean tls, String host, int port, String path, String authority) {
    this.url = url;
    this.tls = tls;
    this.host = host;
    this.port = port;
    this.path = path;
    this.authority = authority;
  }

  /** Parses {@code http[s]://host[:port]/path}, which the client has validated before. */
  public static Target of(String url) {
    boolean tls = url.regionMatches(true, 0, "https:", 0, 6);
    int start = url.indexOf("://") + 3;
    int slash = url.indexOf('/', start);
    int end = slash < 0 ? url.length() : slash;
    int colon = url.lastIndexOf(':', end - 1);
    boolean hasPort = colon >= start && url.lastIndexOf(']', end - 1) < colon;
    String shown = ascii(url.substring(start, hasPort ? colon : end));
    int defaultPort = tls ? HTTPS : HTTP;
    int port = hasPort ? Integer.parseInt(url.substring(colon + 1, end)) : defaultPort;
    String host = shown.startsWith("[") ? shown.substring(1, shown.length() - 1) : shown;
    String path = slash < 0 ? "/" : url.substring(slash);
    return new Target(url, tls, host, port, path, port == defaultPort ? shown : shown + ":" + port);
  }

  /**
   * Returns the host name in ASCII. IDN reads Unicode tables, which costs a cold JVM ten
   * milliseconds; few names need it.
   */
  private static String ascii(String host) {
    for (int i = 0; i < host.length(); i++) {
      if (host.charAt(i) >= 0x80) {
        return IDN.toASCII(host);
      }
    }
    return host;
  }

  /** Returns the host name in ASCII, or an IP address without brackets. */
  public String host() {
    return host;
  }

  /** Returns true for https. */
  public boolean isTls() {
    return tls;
  }

  /** Returns the URL without the path, which contains the project's key. */
  public String rootUrl() {
    return (tls ? "https://" : "http://") + authority + "/";
  }

  /** Returns host and port, as for CONNECT, including a default port. */
  public String hostAndPort() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  /** Returns the URL for requests to an http proxy. */
  String absoluteUrl() {
    return "http://" + authority + path;
  }

  /** Returns whether a connection to the other target can be used for this one. */
  boolean isSameServer(Target other) {
    return tls == other.tls && port == other.port && host.equalsIgnoreCase(other.host);
  }
}
