package app.trackx;

import java.util.Locale;

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

  /** The environment variable of a setting, such as {@code TRACKX_ENDPOINT}. */
  static String variable(String name) {
    return "TRACKX_" + name.toUpperCase(Locale.ROOT);
  }

  /** The environment variable; empty if it is not set. */
  static String environment(String name) {
    try {
      String value = System.getenv(name);
      return value == null ? "" : value;
    } catch (RuntimeException notAllowed) {
      return "";
    }
  }
}
