package app.trackx.doctor;

import app.trackx.Setting;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What is to be checked: an endpoint that has the right form, and an origin. */
final class Target {
  private static final int KEY_LENGTH = 11;

  private final String endpoint;
  private final @Nullable String origin;

  private Target(String endpoint, @Nullable String origin) {
    this.endpoint = endpoint;
    this.origin = origin;
  }

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException if they are wrong; its message says how, without the key
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
        require(!args[i].startsWith("-"), "There is no such option: " + name(args[i]));
        require(endpoint == null, "There is more than one endpoint.");
        endpoint = args[i];
      }
    }
    String value = valid(Setting.of("endpoint", endpoint, "The argument")).value();
    if (value == null) {
      throw new IllegalArgumentException("There is no endpoint.");
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

  /** Without its value, which may be an endpoint, and so a key. */
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

  /** Null for the client's default. */
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

  /** The name or address of the server; an IPv6 address without its brackets. */
  String host() {
    String authority = authority();
    if (authority.startsWith("[")) {
      return authority.substring(1, authority.indexOf(']'));
    }
    int colon = authority.indexOf(':');
    return colon < 0 ? authority : authority.substring(0, colon);
  }

  /** Host and port, for people. */
  String server() {
    String authority = authority();
    boolean named = authority.indexOf(':', authority.indexOf(']') + 1) >= 0;
    return named ? authority : authority + (isSecure() ? ":443" : ":80");
  }

  private String authority() {
    int start = endpoint.indexOf("//") + 2;
    return endpoint.substring(start, endpoint.indexOf('/', start));
  }

  /** What the JDK's proxy settings are asked about: scheme, host and port, without the key. */
  URI place() {
    return URI.create((isSecure() ? "https://" : "http://") + server() + "/");
  }
}
