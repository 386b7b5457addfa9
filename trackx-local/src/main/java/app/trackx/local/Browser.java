package app.trackx.local;

import org.jspecify.annotations.Nullable;

/**
 * A parser of the {@code User-Agent} header that returns name and version of well-known browsers, or one of the {@link
 * AgentWords}. Returns null for other agents, such as Java clients, as the real server's dashboard shows none for them.
 */
final class Browser {
  private static final int MAX_VERSION = 16;

  /** Tokens and names, specific ones first: Edge's header also contains the tokens of Chrome and Safari. */
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
    return AgentWords.BROWSERS.in(userAgent);
  }

  private static String version(String text, int from) {
    int end = from;
    while (end < text.length() && "0123456789.".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    return text.substring(from, Math.min(end, from + MAX_VERSION));
  }
}
