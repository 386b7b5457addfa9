package app.trackx.internal.http;

import java.net.IDN;

/** The server that an endpoint's URL names. Immutable. */
final class Target {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  final String url;
  final boolean tls;

  /** A name in ASCII, or an IP address without brackets. */
  final String host;

  final int port;

  /** Path of the URL, from the first slash on. */
  final String path;

  /** The value of a Host header. */
  final String authority;

  private Target(String url, boolean tls, String host, int port, String path, String authority) {
    this.url = url;
    this.tls = tls;
    this.host = host;
    this.port = port;
    this.path = path;
    this.authority = authority;
  }

  /** Reads {@code http[s]://host[:port]/path}, which the client has checked before. */
  static Target of(String url) {
    boolean tls = url.regionMatches(true, 0, "https:", 0, 6);
    int start = url.indexOf("://") + 3;
    int slash = url.indexOf('/', start);
    int end = slash < 0 ? url.length() : slash;
    int colon = url.lastIndexOf(':', end - 1);
    boolean hasPort = colon >= start && url.indexOf(']', colon) < 0;
    String shown = ascii(url.substring(start, hasPort ? colon : end));
    int usual = tls ? HTTPS : HTTP;
    int port = hasPort ? Integer.parseInt(url.substring(colon + 1, end)) : usual;
    String host = shown.startsWith("[") ? shown.substring(1, shown.length() - 1) : shown;
    String path = slash < 0 ? "/" : url.substring(slash);
    return new Target(url, tls, host, port, path, port == usual ? shown : shown + ":" + port);
  }

  /** IDN reads tables of Unicode, which costs a cold JVM ten milliseconds; few names need it. */
  private static String ascii(String host) {
    for (int i = 0; i < host.length(); i++) {
      if (host.charAt(i) >= 0x80) {
        return IDN.toASCII(host);
      }
    }
    return host;
  }

  /** Host and port as CONNECT names them, the usual port included. */
  String hostAndPort() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  /** The URL that a proxy for plain http is asked for. */
  String absoluteUrl() {
    return "http://" + authority + path;
  }

  /** Whether a connection to the other target serves this one too. */
  boolean isSameServer(Target other) {
    return tls == other.tls && port == other.port && host.equalsIgnoreCase(other.host);
  }
}
