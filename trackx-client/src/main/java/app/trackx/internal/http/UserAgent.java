package app.trackx.internal.http;

import app.trackx.internal.jvm.Settings;

/**
 * The {@code User-Agent} of this JVM, in the form from which the server derives the operating
 * system: {@code Java/17.0 (Linux; amd64)}, {@code Java/17.0 (Mac OS X 14.5; aarch64)},
 * {@code Java/17.0 (Windows 11; amd64)}.
 *
 * <p>The server hashes it into the session and does not store it. It contains no patch level, so
 * that it does not change during a session.
 */
public final class UserAgent {
  private UserAgent() {}

  public static String ofThisJvm() {
    return of(
        property("java.specification.version"),
        property("os.name"),
        property("os.version"),
        property("os.arch"));
  }

  static String of(String java, String os, String osVersion, String arch) {
    String feature = java.startsWith("1.") ? java.substring(2) : java;
    // Windows has its version in the name; for Linux, the kernel's number would not help
    String system = os.startsWith("Mac") ? os + " " + osVersion : os;
    return "Java/" + word(feature) + ".0 (" + word(system) + "; " + word(arch) + ")";
  }

  /**
   * Returns printable ASCII without characters that have a meaning in a User-Agent; 40 characters
   * at most.
   */
  private static String word(String text) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < text.length() && word.length() < 40; i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7f && c != '(' && c != ')' && c != ';') {
        word.append(c);
      }
    }
    String trimmed = word.toString().trim();
    return trimmed.isEmpty() ? "unknown" : trimmed;
  }

  private static String property(String key) {
    return Settings.property(key, "unknown");
  }
}
