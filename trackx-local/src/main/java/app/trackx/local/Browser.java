package app.trackx.local;

import org.jspecify.annotations.Nullable;

/**
 * Reads the name and version of a well-known browser out of a {@code User-Agent} header. Of any
 * other agent, a Java client say, nothing is read, as the real server's dashboard shows none.
 */
final class Browser {
  private static final int MAX_VERSION = 16;

  /** Token and name, the particular ones first: Edge calls itself Chrome and Safari too. */
  private static final String[][] KNOWN = {
    {"Edg/", "Edge"},
    {"OPR/", "Opera"},
    {"Firefox/", "Firefox"},
    {"Chrome/", "Chrome"},
    {"Version/", "Safari"}
  };

  private Browser() {}

  static @Nullable String in(String userAgent) {
    for (String[] known : KNOWN) {
      int start = userAgent.indexOf(known[0]);
      if (start >= 0 && userAgent.startsWith("Mozilla/")) {
        return (known[1] + ' ' + version(userAgent, start + known[0].length())).trim();
      }
    }
    return null;
  }

  private static String version(String text, int from) {
    int end = from;
    while (end < text.length() && "0123456789.".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    return text.substring(from, Math.min(end, from + MAX_VERSION));
  }
}
