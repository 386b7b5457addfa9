package app.trackx.doctor;

import app.trackx.Setting;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The endpoint to check, in valid form, and the origin to send. */
final class Target {
  private static final int KEY_LENGTH = 11;

  private final String endpoint;
  private final @Nullable String origin;

  private Target(String endpoint, @Nullable String origin) {
    this.endpoint = endpoint;
    this.origin = origin;
  }

  /**
   * Parses the arguments.
   *
   * @throws IllegalArgumentException if they are invalid; its message gives the reason, without the
   *     key
   */
  static Target of(String... args) {
    String endpoint = null;
    String origin = null;
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--origin")) {
        require(i + 1 < args.length, "--origin has no value.");
        origin = args[++i];
      } else if (args[i].startsWith("--origin=")) {
        origin = args[i].substring("--origin=".length());
      } else {
        require(!args[i].startsWith("-"), "Unknown option: " + name(args[i]));
        require(endpoint == null, "More than one endpoint is given.");
        endpoint = args[i];
      }
    }
    String value = valid(Setting.of("endpoint", endpoint, "The argument")).value();
    if (value == null) {
      throw new IllegalArgumentException("The endpoint is missing.");
    }
    return new Target(
        value, valid(Setting.of("origin", origin, "The value of --origin")).value());
  }

  private static void require(boolean condition, String fault) {
    if (!condition) {
      throw new IllegalArgumentException(fault);
    }
  }

  private static Setting valid(Setting setting) {
    String fault = setting.warning();
    if (fault != null) {
      throw new IllegalArgumentException(fault + ".");
    }
    return setting;
  }

  /** Returns the option's name without its value, which may be an endpoint and contain a key. */
  private static String name(String option) {
    int end = 0;
    while (end < option.length() && "=:/ ".indexOf(option.charAt(end)) < 0) {
      end++;
    }
    return option.substring(0, end);
  }

  String endpoint() {
    return endpoint;
  }

  /** Returns the origin; null for the client's default. */
  @Nullable
  String origin() {
    return origin;
  }

  String shownOrigin() {
    return origin == null ? "java" : origin;
  }

  String key() {
    return endpoint.substring(endpoint.length() - KEY_LENGTH);
  }

  boolean isSecure() {
    return endpoint.regionMatches(true, 0, "https:", 0, 6);
  }

  /** Returns the server's host name or address; an IPv6 address without its brackets. */
  String host() {
    String authority = authority();
    if (authority.startsWith("[")) {
      return authority.substring(1, authority.indexOf(']'));
    }
    int colon = authority.indexOf(':');
    return colon < 0 ? authority : authority.substring(0, colon);
  }

  /** Returns host and port, for messages. */
  String server() {
    String authority = authority();
    boolean named = authority.indexOf(':', authority.indexOf(']') + 1) >= 0;
    return named ? authority : authority + (isSecure() ? ":443" : ":80");
  }

  private String authority() {
    int start = endpoint.indexOf("//") + 2;
    return endpoint.substring(start, endpoint.indexOf('/', start));
  }

  /** Returns scheme, host and port, without the key: the URI for the JDK's proxy selector. */
  URI proxyUri() {
    return URI.create((isSecure() ? "https://" : "http://") + server() + "/");
  }
}
