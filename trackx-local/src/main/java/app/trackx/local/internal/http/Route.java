package app.trackx.local.internal.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A path of the protocol: {@code /v1/<key>/event}, {@code ping} or {@code report}, or {@code /health}. As on the real
 * server, case does not matter outside the key, one slash may follow, and the key may be percent-encoded.
 */
public final class Route {
  public static final String EVENT = "event";
  public static final String PING = "ping";
  public static final String REPORT = "report";
  public static final String HEALTH = "health";

  private static final Set<String> OF_A_PROJECT = Set.of(EVENT, PING, REPORT);
  private static final int SMALL_BODY = 100 * 1024;

  private final String name;
  private final String key;

  private Route(String name, String key) {
    this.name = name;
    this.key = key;
  }

  /** Returns the route of a path as it was sent, without query; null if it is none. */
  static @Nullable Route of(String rawPath) {
    int end = rawPath.length() - (rawPath.endsWith("/") ? 1 : 0);
    String[] parts = rawPath.substring(0, end).split("/", -1);
    String name = parts[parts.length - 1].toLowerCase(Locale.ROOT);
    if (parts.length == 2 && parts[0].isEmpty() && name.equals(HEALTH)) {
      return new Route(name, "");
    }
    boolean known = parts.length == 4
        && parts[0].isEmpty()
        && parts[1].equalsIgnoreCase("v1")
        && !parts[2].isEmpty()
        && OF_A_PROJECT.contains(name);
    return known ? new Route(name, URLDecoder.decode(parts[2], StandardCharsets.UTF_8)) : null;
  }

  public boolean is(String wanted) {
    return name.equals(wanted);
  }

  /** Returns the key, which may be invalid; empty for {@code /health}. */
  public String key() {
    return key;
  }

  /** Returns the maximum number of bytes of a body. */
  int bodyLimit() {
    return is(EVENT) ? RequestBody.LIMIT : SMALL_BODY;
  }
}
