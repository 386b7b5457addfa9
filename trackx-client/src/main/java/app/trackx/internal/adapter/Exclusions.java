package app.trackx.internal.adapter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The option {@code noSessionFor}: patterns of requests that do not count as a visit: of the path or, prefixed with {@code agent:},
 * of the {@code User-Agent}, the latter case-insensitive. {@code *} matches any characters,
 * including slashes. Immutable and thread-safe.
 */
public final class Exclusions {
  /** Health checks, files that a page consists of, and crawlers. */
  public static final List<String> DEFAULTS = Collections.unmodifiableList(Arrays.asList(
      "/actuator/health*",
      "/health",
      "/healthz",
      "/livez",
      "/readyz",
      "/favicon.ico",
      "/robots.txt",
      "*.css",
      "*.js",
      "*.mjs",
      "*.map",
      "*.png",
      "*.jpg",
      "*.jpeg",
      "*.gif",
      "*.svg",
      "*.ico",
      "*.webp",
      "*.avif",
      "*.woff",
      "*.woff2",
      "*.ttf",
      "agent:*bot*",
      "agent:*crawl*",
      "agent:*spider*",
      "agent:*slurp*",
      "agent:*health*",
      "agent:kube-probe*"));

  private static final String AGENT = "agent:";

  private final String[] paths;
  private final String[] agents;

  /**
   * Creates exclusions.
   *
   * @param patterns patterns, which replace the defaults
   */
  public Exclusions(List<String> patterns) {
    List<String> ofPath = new ArrayList<>();
    List<String> ofAgent = new ArrayList<>();
    for (String pattern : patterns) {
      if (pattern.startsWith(AGENT)) {
        ofAgent.add(pattern.substring(AGENT.length()).trim());
      } else {
        ofPath.add(pattern);
      }
    }
    paths = ofPath.toArray(new String[0]);
    agents = ofAgent.toArray(new String[0]);
  }

  /**
   * Returns whether a request is no visit.
   *
   * @param path the path within the application
   * @param agent the {@code User-Agent}; null if there is none
   */
  public boolean match(String path, @Nullable String agent) {
    for (String pattern : paths) {
      if (matches(pattern, path, false)) {
        return true;
      }
    }
    for (String pattern : agents) {
      if (agent != null && matches(pattern, agent, true)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Matches the pieces between stars one by one, each at its first occurrence: linear, except for
   * repetitions within a piece.
   */
  static boolean matches(String pattern, String text, boolean ignoreCase) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return ignoreCase ? pattern.equalsIgnoreCase(text) : pattern.equals(text);
    }
    if (!text.regionMatches(ignoreCase, 0, pattern, 0, star)) {
      return false;
    }
    int at = star;
    int from = star + 1;
    for (int next = pattern.indexOf('*', from); next >= 0; next = pattern.indexOf('*', from)) {
      at = find(pattern, from, next - from, text, at, ignoreCase);
      if (at < 0) {
        return false;
      }
      at += next - from;
      from = next + 1;
    }
    int tail = pattern.length() - from;
    return text.length() - tail >= at
        && text.regionMatches(ignoreCase, text.length() - tail, pattern, from, tail);
  }

  private static int find(
      String pattern, int from, int length, String text, int start, boolean ignoreCase) {
    if (length == 0) {
      return start;
    }
    char first = pattern.charAt(from);
    char other = !ignoreCase
        ? first
        : Character.isLowerCase(first)
            ? Character.toUpperCase(first)
            : Character.toLowerCase(first);
    for (int i = start; i <= text.length() - length; i++) {
      char c = text.charAt(i); // checked first, since every request tries some thousand positions
      if ((c == first || c == other) && text.regionMatches(ignoreCase, i, pattern, from, length)) {
        return i;
      }
    }
    return -1;
  }
}
