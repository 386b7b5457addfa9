package app.trackx.local;

import org.jspecify.annotations.Nullable;

/**
 * The three request attributes that a session's hash is computed from. Never stored and discarded with the request; only the
 * hash and the names of browser and operating system are kept.
 */
final class Visitor {
  private static final int MAX_USER_AGENT = 500;
  private static final int MAX_SYSTEM = 64;

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

  /** Returns the visitor's hash, which identifies the visitor only as long as the salt is known. */
  String hash(String salt) {
    return Digest.of(salt + origin + ip + userAgent);
  }

  /**
   * Returns the text in the first parentheses of the user agent, up to a semicolon; but one of the {@link AgentWords} if
   * the rest contains it.
   */
  @Nullable
  String operatingSystem() {
    String word = AgentWords.SYSTEMS.in(userAgent);
    if (word != null) {
      return word;
    }
    int open = userAgent.indexOf('(');
    int end = open + 1;
    while (end < userAgent.length() && ";)".indexOf(userAgent.charAt(end)) < 0) {
      end++;
    }
    if (open < 0 || end == userAgent.length()) {
      return null;
    }
    String system = userAgent.substring(open + 1, end).trim();
    return system.isEmpty() || system.length() > MAX_SYSTEM ? null : system;
  }

  @Nullable
  String browser() {
    return Browser.in(userAgent);
  }

  private static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }
}
