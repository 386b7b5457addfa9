package app.trackx.local.internal.store;

import app.trackx.local.internal.agents.UserAgent;
import app.trackx.local.internal.http.HttpError;
import app.trackx.local.internal.http.IpAddress;
import app.trackx.local.internal.http.Request;
import app.trackx.local.internal.stack.Digest;
import org.jspecify.annotations.Nullable;

/**
 * The three request attributes that a session's hash is computed from. Never stored and discarded with the request; only the
 * hash and the names of browser and operating system are kept.
 */
public final class Visitor {
  private static final int MAX_USER_AGENT = 500;

  private final String origin;
  private final String ip;
  private final String userAgent;
  private @Nullable UserAgent parsed; // racy: each thread would parse the same

  private Visitor(String origin, String ip, String userAgent) {
    this.origin = origin;
    this.ip = ip;
    this.userAgent = userAgent;
  }

  public static Visitor of(Request request) throws HttpError {
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
  public Visitor from(String other) {
    return new Visitor(other, ip, userAgent);
  }

  public String origin() {
    return origin;
  }

  /** Returns the visitor's hash, which identifies the visitor only as long as the salt is known. */
  String hash(String salt) {
    return Digest.of(salt + origin + ip + userAgent);
  }

  /** Returns browser and operating system. Parses the header on the first call. */
  public UserAgent agent() {
    UserAgent known = parsed;
    if (known == null) {
      known = UserAgent.of(userAgent);
      parsed = known;
    }
    return known;
  }

  private static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }
}
