package app.trackx.local;

import org.jspecify.annotations.Nullable;

/**
 * The three request attributes that a session's hash is computed from. Never stored and discarded with the request; only the
 * hash and the names of browser and operating system are kept.
 */
final class Visitor {
  private static final int MAX_USER_AGENT = 500;

  private final String origin;
  private final String ip;
  private final String userAgent;

  private Visitor(String origin, String ip, String userAgent) {
    this.origin = origin;
    this.ip = ip;
    this.userAgent = userAgent;
  }

  static Visitor of(Request request) throws HttpError {
    String ip = request.clientIp();
    if (!IpAddress.isValid(ip)) {
      throw new HttpError(400, "Invalid IP");
    }
    String userAgent = request.header("User-Agent");
    if (userAgent.isEmpty() || userAgent.length() > MAX_USER_AGENT || !isPrintable(userAgent)) {
      throw new HttpError(400, "Invalid user agent");
    }
    return new Visitor(request.header("Origin"), ip, userAgent);
  }

  /** Returns a visitor of another origin, for a request without the header. */
  Visitor from(String other) {
    return new Visitor(other, ip, userAgent);
  }

  String origin() {
    return origin;
  }

  /** Returns the visitor's hash, which identifies the visitor only as long as the salt is known. */
  String hash(String salt) {
    return Digest.of(salt + origin + ip + userAgent);
  }

  /** Returns name and version of the operating system that the server finds in the header; null if there is none. */
  @Nullable
  String operatingSystem() {
    return AgentRules.operatingSystem(userAgent);
  }

  /** Returns name and version of the browser that the server finds in the header; null if there is none. */
  @Nullable
  String browser() {
    return AgentRules.browser(userAgent);
  }

  private static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }
}
