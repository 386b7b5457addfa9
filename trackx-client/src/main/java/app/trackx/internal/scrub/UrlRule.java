package app.trackx.internal.scrub;

import java.util.Set;

/**
 * A rule for user and password, query and fragment of URLs. In a relative URL it redacts only a
 * query that looks like one ({@code /orders?id=7}), since a question mark also ends a question.
 */
final class UrlRule implements Rule {
  private static final String AUTHORITY = "://";
  private static final String BROKEN = "Illegal character in ";
  private static final int LONGEST_NAME = 64;
  private static final int LEAST_CUT = 6;
  private static final int LONGEST_ANCHOR = 60;
  private static final int LONGEST_CHOICE = 256;

  /** Schemes of actors and images, where a name before the at sign is no user. */
  private static final String[] ACTORS = {"akka", "pekko", "spark", "docker", "oci", "pkg"};

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
    boolean broken = text.contains(BROKEN);
    int token = 0; // the start of the characters that may be a relative URL
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ':' && text.startsWith(AUTHORITY, i) && i > 0 && isOfScheme(text.charAt(i - 1))) {
        int end = broken ? Chars.endOfLine(text, i) : Urls.end(text, i + AUTHORITY.length());
        absolute(text, i, end, redaction);
        token = end;
        i = end - 1;
      } else if (c == '?' && i > token && redactsQueries && isQuery(text, token, i)) {
        int end = Urls.end(text, i);
        query(text, i, end, redaction);
        token = end;
        i = end - 1;
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

  private void absolute(String text, int colon, int end, Redaction redaction) {
    int authority = colon + AUTHORITY.length();
    int path = Urls.firstOf(text, "/?#", authority, end);
    int at = Urls.lastOf(text, '@', authority, path);
    if (hasPassword(text, authority, at < 0 ? path : at) && !isHost(text, at + 1, path)) {
      at = Math.max(at, Urls.lastOf(text, '@', path, end)); // a password with a slash in it
    }
    int from = authority;
    if (at > authority && redactsCredentials && !isHarmless(text, colon, authority, at)) {
      redaction.replace(authority, at, credentials);
    }
    if (at > authority) {
      from = at;
    } else if (end == text.length() && redactsCredentials) {
      from = cut(text, authority, end, redaction);
    }
    if (redactsQueries) {
      query(text, Urls.firstOf(text, "?#", from, end), end, redaction);
    }
  }

  /** Handles {@code ://user:x} at the end of a text that was cut within the password. */
  private int cut(String text, int authority, int end, Redaction redaction) {
    int colon = Urls.firstOf(text, ":/?#[$", authority, end);
    if (Chars.at(text, colon) == ':'
        && end - colon > LEAST_CUT
        && !Chars.isDigit(text.charAt(colon + 1)) // a port
        && Values.isMixed(text, colon + 1, end)) {
      redaction.replace(authority, end, credentials);
      return end;
    }
    return authority;
  }

  /** Returns whether the text before an at sign is a service's name, without a password. */
  private static boolean isHarmless(String text, int colon, int from, int at) {
    if (Urls.firstOf(text, ":", from, at) < at) {
      return false;
    }
    int scheme = colon;
    while (scheme > 0 && colon - scheme < 24 && isOfScheme(text.charAt(scheme - 1))) {
      scheme--;
    }
    for (String actor : ACTORS) {
      if (text.startsWith(actor, scheme)) {
        return true;
      }
    }
    return at - from < 24 && SensitiveNames.isService(text.substring(from, at));
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

  /** Redacts the query or fragment at {@code mark}, if there is one. */
  private void query(String text, int mark, int end, Redaction redaction) {
    int from = mark;
    if (from < end && text.charAt(from) == '?') {
      int hash = Urls.firstOf(text, "#", from, end);
      if (hash > from + 1) {
        redaction.replace(from + 1, hash, query);
      }
      from = hash;
    }
    if (from + 1 < end && text.charAt(from) == '#' && (from > mark || !isAnchor(text, from, end))) {
      redaction.replace(from + 1, end, fragment);
    }
  }

  /** Returns whether the fragment is the name of a section, as in documentation. */
  private static boolean isAnchor(String text, int hash, int end) {
    int file = Urls.lastOf(text, '.', Math.max(0, hash - 6), hash);
    boolean page = file > 0
        && (text.startsWith(".html", file)
            || text.startsWith(".htm", file)
            || text.startsWith(".md", file));
    for (int i = hash + 1; i < end; i++) {
      char c = text.charAt(i);
      if (!Chars.isAsciiLetter(c) && "-_.:".indexOf(c) < 0 && !(Chars.isDigit(c) && page)) {
        return false;
      }
    }
    return end - hash < LONGEST_ANCHOR && !Values.looksGenerated(text, hash + 1, end);
  }

  /** Returns whether a query starts at the question mark, rather than a choice: {@code a?b=1:2}. */
  private static boolean isQuery(String text, int token, int mark) {
    if (!isQuery(text, mark + 1)) {
      return false;
    }
    int path = Urls.firstOf(text, "/", token, mark);
    int end = Urls.end(text, mark, Math.min(text.length(), mark + LONGEST_CHOICE));
    return path < mark
        || Urls.firstOf(text, "&", mark, end) < end
        || Urls.firstOf(text, ":", mark, end) == end;
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
