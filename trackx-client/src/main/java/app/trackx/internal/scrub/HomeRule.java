package app.trackx.internal.scrub;

import org.jspecify.annotations.Nullable;

/**
 * A rule for home directories, which contain a user name: that of this JVM's user, and any that
 * looks like one on Linux, macOS and Windows.
 */
final class HomeRule implements Rule {
  private static final int SHORTEST_OWN = 4;
  private static final int LONGEST_USER = 64;
  private static final String[] PARENTS = {
    "/home/", "/Users/", "/var/home/", "/export/home/", "/mnt/c/Users/"
  };
  private static final String[] BEFORE_URLS = {
    "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "path", "uri", "URI", "url", "URL"
  };
  private static final String[] SHARED_NAMES = {"Shared", "Public", "Default", "All Users"};

  private final String label;
  private final @Nullable String own;

  /**
   * Creates the rule.
   *
   * @param own the home directory of this JVM's user; null if unknown
   */
  HomeRule(Labels labels, @Nullable String own) {
    this.label = labels.of(Kind.HOME);
    this.own = own != null && own.length() >= SHORTEST_OWN ? withoutSlash(own) : null;
  }

  private static String withoutSlash(String path) {
    boolean slash = path.endsWith("/") || path.endsWith("\\");
    return slash ? path.substring(0, path.length() - 1) : path;
  }

  @Override
  public String apply(String text) {
    if (text.indexOf('/') < 0 && text.indexOf('\\') < 0) {
      return text;
    }
    Redaction redaction = new Redaction(text);
    for (int i = 0; i < text.length(); i++) {
      int from = i;
      int end = ownEnd(text, i);
      char c = text.charAt(i);
      if (end < 0 && c == '/') {
        end = unixEnd(text, i);
      } else if (end < 0 && c == ':' && Chars.isAsciiLetter(Chars.at(text, i - 1))) {
        from = i - 1;
        end = windowsEnd(text, i + 1);
      }
      if (end > 0 && from >= redaction.end()) {
        redaction.replace(from, end, label);
        i = end - 1;
      }
    }
    return redaction.result();
  }

  private int ownEnd(String text, int i) {
    if (own == null || text.charAt(i) != own.charAt(0) || !text.startsWith(own, i)) {
      return -1;
    }
    int end = i + own.length();
    char after = Chars.at(text, end);
    boolean whole = !Chars.isAlnum(after) && after != '_' && after != '-';
    return whole && beginsPath(text, i) ? end : -1;
  }

  private static boolean beginsPath(String text, int i) {
    char before = Chars.at(text, i - 1);
    return !Chars.isAlnum(before) && "._-/~".indexOf(before) < 0
        || (before == '/' && Chars.at(text, i - 2) == '/'); // file:///home
  }

  private static int unixEnd(String text, int i) {
    for (String parent : PARENTS) {
      if (text.startsWith(parent, i) && beginsPath(text, i) && !isOfHttp(text, i)) {
        return endOfUser(text, i + parent.length(), '/', parent.equals("/Users/"));
      }
    }
    return -1;
  }

  /** Returns whether this is a path of a URL, as in {@code GET /home/news}. */
  private static boolean isOfHttp(String text, int i) {
    int to = i;
    while (to > 0 && i - to < 3 && " \"'=".indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    for (String word : BEFORE_URLS) {
      if (to >= word.length() && text.startsWith(word, to - word.length())) {
        return to < i;
      }
    }
    return false;
  }

  private static int windowsEnd(String text, int i) {
    int user = afterSeparator(text, i);
    if (user < 0 || !text.regionMatches(true, user, "users", 0, 5)) {
      return -1;
    }
    char separator = text.charAt(i);
    user = afterSeparator(text, user + 5);
    return user < 0 ? -1 : endOfUser(text, user, separator, true);
  }

  /** Returns the index after a slash, a backslash, or a doubled backslash; -1 if there is none. */
  private static int afterSeparator(String text, int i) {
    char c = Chars.at(text, i);
    if (c != '\\' && c != '/') {
      return -1;
    }
    return c == '\\' && Chars.at(text, i + 1) == '\\' ? i + 2 : i + 1;
  }

  private static int endOfUser(String text, int from, char separator, boolean mayHaveSpaces) {
    for (String shared : SHARED_NAMES) {
      if (text.startsWith(shared, from) && !Chars.isAlnum(Chars.at(text, from + shared.length()))) {
        return -1;
      }
    }
    int end = from;
    while (end - from < LONGEST_USER && isOfUser(Chars.at(text, end))) {
      end++;
    }
    if (mayHaveSpaces) { // a name with spaces, if the path continues after it
      int spaced = end;
      while (spaced - from < LONGEST_USER && isOfLongUser(text, spaced)) {
        spaced++;
      }
      end = Chars.at(text, spaced) == separator ? spaced : end;
    }
    while (end > from && text.charAt(end - 1) == '.') {
      end--;
    }
    return end > from ? end : -1;
  }

  private static boolean isOfLongUser(String text, int i) {
    char c = Chars.at(text, i);
    boolean apostrophe = c == '\'' && Chars.isAlnum(Chars.at(text, i + 1));
    return isOfUser(c) || c == ' ' || apostrophe;
  }

  private static boolean isOfUser(char c) {
    return Chars.isAlnum(c)
        || c == '.'
        || c == '_'
        || c == '-'
        || c == '+'
        || c == '@'
        || c == '$'
        || c == '~'
        || c == '%';
  }
}
