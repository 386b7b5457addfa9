package app.trackx;

import org.jspecify.annotations.Nullable;

/** Reads system properties and the environment; a refusal by a security manager is "not set". */
final class Settings {
  private Settings() {}

  /** The system property, or {@code otherwise}. */
  static String property(String key, String otherwise) {
    try {
      return System.getProperty(key, otherwise);
    } catch (RuntimeException notAllowed) {
      return otherwise;
    }
  }

  /**
   * The setting {@code name}, such as {@code endpoint}: from the system property {@code
   * trackx.endpoint}, else from the environment variable {@code TRACKX_ENDPOINT}; null if neither
   * says anything.
   */
  static @Nullable String read(String name) {
    String value = property("trackx." + name, "").trim();
    if (value.isEmpty()) {
      value = environment("TRACKX_" + name.toUpperCase(java.util.Locale.ROOT)).trim();
    }
    return value.isEmpty() ? null : value;
  }

  private static String environment(String name) {
    try {
      String value = System.getenv(name);
      return value == null ? "" : value;
    } catch (RuntimeException notAllowed) {
      return "";
    }
  }
}
