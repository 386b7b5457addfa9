package app.trackx.internal.jvm;

import java.util.Locale;

/**
 * Access to system properties and environment variables; one that a security manager denies counts
 * as not set.
 */
public final class Settings {
  private Settings() {}

  /** Returns the system property, or {@code otherwise}. */
  public static String property(String key, String otherwise) {
    try {
      return System.getProperty(key, otherwise);
    } catch (RuntimeException notAllowed) {
      return otherwise;
    }
  }

  /**
   * Returns the name of a setting's environment variable: {@code TRACKX_SOURCE_URLS} for {@code
   * sourceUrls}.
   */
  public static String variable(String name) {
    StringBuilder variable = new StringBuilder("TRACKX_");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        variable.append('_');
      }
      variable.append(c);
    }
    return variable.toString().toUpperCase(Locale.ROOT);
  }

  /** Returns the environment variable's value; empty if it is not set. */
  public static String environment(String name) {
    try {
      String value = System.getenv(name);
      return value == null ? "" : value;
    } catch (RuntimeException notAllowed) {
      return "";
    }
  }
}
