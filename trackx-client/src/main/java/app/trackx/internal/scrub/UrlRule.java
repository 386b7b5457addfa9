package app.trackx.internal.scrub;

import java.util.Set;

/**
 * A rule for user and password, query and fragment of URLs. In a relative URL it redacts only a
 * query that looks like one ({@code /orders?id=7}), since a question mark also ends a question.
 */
final class UrlRule implements Rule {
  private static final String AUTHORITY = "://";
  private static final int LONGEST_NAME = 64;

  private final String credentials;
  private final String query;
  private final String fragment;
  private final boolean redactsCredentials;
  private final boolean redactsQueries;

  UrlRule(Labels labels, Set<Kind> kept) {
    this.credentials = labels.of(Kind.CREDENTIALS);
    this.query = labels.of(Kind.QUERY);
    this.fragment = labels.of(Kind.FRAGMENT);
    this.redactsCredentials = !kept.contains(Kind.CREDENTIALS);
    this.redactsQueries = !kept.contains(Kind.QUERY);
  }

  @Override
  public String apply(String text) {
    if (text.indexOf(AUTHORITY) < 0 && text.indexOf('?') < 0) {
      return text;
    }
    Redaction redaction = new Redaction(text);
    int token = 0; // the start of the characters that may be a relative URL
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ':' && text.startsWith(AUTHORITY, i) && i > 0 && isOfScheme(text.charAt(i - 1))) {
        i = absolute(text, i + AUTHORITY.length(), redaction) - 1;
        token = i + 1;
      } else if (c == '?' && i > token && redactsQueries && isQuery(text, i + 1)) {
        i = query(text, i, Urls.end(text, i), redaction) - 1;
        token = i + 1;
      } else if (!isOfPath(c)) {
        token = i + 1;
      }
    }
    return redaction.result();
  }

  /** Redacts a text that consists of one URL, absolute or relative. */
  String applyToUri(String uri) {
    int cut = Urls.firstOf(uri, "?#", 0, uri.length());
    if (!redactsQueries || cut == uri.length()) {
      return apply(uri);
    }
    int hash = Urls.firstOf(uri, "#", cut, uri.length());
    String asked = hash > cut + 1 ? "?" + query : uri.substring(cut, hash);
    String within = hash + 1 < uri.length() ? "#" + fragment : uri.substring(hash);
    return apply(uri.substring(0, cut)) + asked + within;
  }

  private int absolute(String text, int authority, Redaction redaction) {
    int end = Urls.end(text, authority);
    int path = Urls.firstOf(text, "/?#", authority, end);
    int at = Urls.lastOf(text, '@', authority, path);
    if (hasPassword(text, authority, at < 0 ? path : at) && !isHost(text, at + 1, path)) {
      at = Math.max(at, Urls.lastOf(text, '@', path, end)); // a password with a slash in it
    }
    int from = authority;
    if (at > authority && redactsCredentials) {
      redaction.replace(authority, at, credentials);
    }
    if (at > authority) {
      from = at;
    }
    if (redactsQueries) {
      query(text, Urls.firstOf(text, "?#", from, end), end, redaction);
    }
    return Math.max(end, authority);
  }

  /** Returns whether the text after an at sign looks like a host name. */
  private static boolean isHost(String text, int from, int to) {
    return from > 0
        && (Urls.firstOf(text, ".:[", from, to) < to
            || text.regionMatches(true, from, "localhost", 0, to - from));
  }

  /** Returns whether a colon is followed by anything but a port. */
  private static boolean hasPassword(String text, int authority, int path) {
    int colon = Urls.lastOf(text, ':', authority, path);
    return colon >= 0
        && text.charAt(authority) != '['
        && colon + 1 < path
        && !Chars.isDigit(text.charAt(colon + 1));
  }

  /** Redacts the query or fragment at {@code mark}, if there is one; returns the end. */
  private int query(String text, int mark, int end, Redaction redaction) {
    int from = mark;
    if (from < end && text.charAt(from) == '?') {
      int hash = Urls.firstOf(text, "#", from, end);
      if (hash > from + 1) {
        redaction.replace(from + 1, hash, query);
      }
      from = hash;
    }
    if (from + 1 < end && text.charAt(from) == '#') {
      redaction.replace(from + 1, end, fragment);
    }
    return Math.max(end, mark + 1);
  }

  private static boolean isQuery(String text, int from) {
    int last = Math.min(text.length(), from + LONGEST_NAME);
    for (int i = from; i < last; i++) {
      char c = text.charAt(i);
      if (c == '=') {
        return i > from;
      }
      if (!Chars.isAlnum(c) && "_.-[]%$".indexOf(c) < 0) {
        return false;
      }
    }
    return false;
  }

  private static boolean isOfScheme(char c) {
    return Chars.isAscii(c) && (Chars.isAlnum(c) || c == '+' || c == '-' || c == '.');
  }

  private static boolean isOfPath(char c) {
    return Chars.isAlnum(c) || "/._~-%:@!$&*+;=".indexOf(c) >= 0;
  }
}
