package app.trackx.internal.http;

import app.trackx.internal.jvm.Settings;

/**
 * The {@code User-Agent} of this JVM, in the form from which the server derives the operating
 * system: {@code Java/17.0 (Linux; amd64)}, {@code Java/17.0 (Mac OS X 14.5; aarch64)},
 * {@code Java/17.0 (Windows 11; amd64)}, {@code Java/17.0 (Windows NT 10.0; amd64)} for a server.
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
    return "Java/" + word(feature) + ".0 (" + system(os, osVersion) + "; " + word(arch) + ")";
  }

  /**
   * Returns the name of an operating system in the form that ua-parser-js 1.0.35 reads, which the
   * server uses. It misreads some of Java's names: of {@code Windows Server 2022} the version is " S",
   * and {@code AIX} and {@code z/OS} have no name at all.
   */
  private static String system(String os, String version) {
    if (os.startsWith("Windows")) {
      return isReadWindows(os) ? word(os) : "Windows NT " + versionOr(version, "10.0");
    }
    if (os.startsWith("Mac") || os.startsWith("mac") || os.equals("Darwin")) {
      // Darwin's number is that of the kernel
      return os.equals("Darwin") ? "Mac OS X" : word("Mac OS X " + version);
    }
    if (os.equals("AIX")) {
      int dot = version.indexOf('.');
      return word("AIX " + (dot < 0 ? version : version.substring(0, dot))); // 7.2 is read as "7."
    }
    if (os.equals("z/OS") || os.equals("OS/390")) {
      return "UNIX; z/OS"; // it is not known, but it is a UNIX
    }
    if (os.equals("SunOS") || os.equals("Solaris")) {
      return word("Solaris " + (version.startsWith("5.") ? version.substring(2) : version));
    }
    return word(os); // for Linux, the kernel's number would not help
  }

  /** Returns whether the version in the name of a Windows is read: that of a desktop since 8.1. */
  private static boolean isReadWindows(String os) {
    return os.equals("Windows 8.1") || os.startsWith("Windows 1");
  }

  /** Returns a version of the form 6.3, and nothing that would vary with an update. */
  private static String versionOr(String version, String otherwise) {
    int dot = version.indexOf('.');
    boolean plain = dot > 0 && dot < version.length() - 1;
    for (int i = 0; i < version.length(); i++) {
      char c = version.charAt(i);
      plain &= i == dot || (c >= '0' && c <= '9');
    }
    return plain && version.length() <= 7 ? version : otherwise;
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
