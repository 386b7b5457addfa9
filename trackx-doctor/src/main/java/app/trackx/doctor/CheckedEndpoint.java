package app.trackx.doctor;

import app.trackx.Setting;
import app.trackx.internal.http.Target;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The endpoint to check, in valid form, and the origin to send. */
final class CheckedEndpoint {
  private static final int KEY_LENGTH = 11;

  private final String endpoint;
  private final Target server;
  private final @Nullable String origin;

  private CheckedEndpoint(String endpoint, @Nullable String origin) {
    this.endpoint = endpoint;
    this.server = Target.of(endpoint);
    this.origin = origin;
  }

  /**
   * Parses the arguments.
   *
   * @throws IllegalArgumentException if they are invalid; its message gives the reason, without the
   *     key
   */
  static CheckedEndpoint of(String... args) {
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
    return new CheckedEndpoint(
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
    return server.isTls();
  }

  /** Returns the server's host name in ASCII, or its IP address without brackets. */
  String host() {
    return server.host();
  }

  /** Returns host and port, for messages. */
  String server() {
    return server.hostAndPort();
  }

  /** Returns scheme, host and port, without the key: the URI for the JDK's proxy selector. */
  URI proxyUri() {
    return URI.create(server.rootUrl());
  }
}
