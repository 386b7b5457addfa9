package app.trackx.internal.scrub;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule for home directories, which contain a user name: that of this JVM's user, in any spelling,
 * and any that looks like one on Linux, macOS and Windows. What serves requests has paths such as
 * {@code /home/news} too; these are kept where the text around them tells.
 */
final class HomeRule implements Rule {
  private static final int SHORTEST_OWN = 4;
  private static final int LONGEST_USER = 64;
  private static final int LONGEST_PREFIX = 40;

  /** Paths that end in a user's name and are no homes. */
  private static final String[] OTHERS = {
    "/hsperfdata_", "/var/mail/", "/var/spool/mail/", "/var/spool/cron/", "/run/media/"
  };

  /** Directories in which the directories of users are; the last segment. */
  private static final String[] PARENTS = {"home", "Users", "homes", "home$", "Homes", "users"};

  /** Directories in which such a parent may be. */
  private static final Set<String> ROOTS =
      Words.of("var export usr nfs data mnt srv net vol volume volumes volume1 storage fs cygdrive "
          + "private users media shares share opt a b c d e f g h z");

  /** The directories of users on Windows, also in translated versions. */
  private static final Set<String> WINDOWS =
      Words.of("users benutzer utilisateurs usuarios utenti gebruikers");

  /** Words before the path of a request. */
  private static final Set<String> REQUESTS =
      Words.of("get post put patch delete head options uri url route endpoint handler handlers "
          + "mapping mappings request requests resource page redirect redirected forward forwarded "
          + "dispatch link href action loop servlet controller");

  /** Words between those and the path. */
  private static final Set<String> BETWEEN = Words.of("for to on at of from the loop static with");

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
    String path = own == null ? "" : withoutSlash(own);
    this.own = path.length() >= SHORTEST_OWN && !isParent(path) ? path : null;
  }

  private static String withoutSlash(String path) {
    boolean slash = path.endsWith("/") || path.endsWith("\\");
    return slash ? path.substring(0, path.length() - 1) : path;
  }

  /** Returns whether it is where the directories of users are, rather than one of them. */
  private static boolean isParent(String path) {
    int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    for (String parent : PARENTS) {
      if (path.substring(slash + 1).equalsIgnoreCase(parent)) {
        return true;
      }
    }
    return false;
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
      if (end < 0 && (c == '/' || c == '\\')) {
        end = afterParent(text, i);
        from = end < 0 ? i : startOfPath(text, i, redaction.end());
        boolean other = "hvr".indexOf(Chars.at(text, i + 1)) >= 0;
        for (int k = 0; other && k < OTHERS.length && end < 0; k++) {
          if (text.startsWith(OTHERS[k], i)) {
            from = i + OTHERS[k].length();
            end = endOfUser(text, from, '/', false);
          }
        }
      } else if (end < 0 && c == '~' && beginsPath(text, i)) {
        from = i + 1;
        end = Chars.isAsciiLetter(Chars.at(text, from)) ? endOfUser(text, from, '/', false) : -1;
        if (end > 0) {
          end = Chars.at(text, end) == '/' ? end : -1;
          from = i;
        }
      }
      if (end > 0 && from >= redaction.end()) {
        redaction.replace(from, end, label);
        i = end - 1;
      }
    }
    return redaction.result();
  }

  /** Returns the end of the own directory, whose case and separators may differ. */
  private int ownEnd(String text, int i) {
    if (own == null || !isSame(text.charAt(i), own.charAt(0)) || !beginsPath(text, i)) {
      return -1;
    }
    int end = i;
    for (int k = 0; k < own.length(); k++, end++) {
      if (!isSame(Chars.at(text, end), own.charAt(k))) {
        return -1;
      }
      if (Chars.at(text, end) == '\\' && Chars.at(text, end + 1) == '\\') {
        end++;
      }
    }
    char after = Chars.at(text, end);
    return !Chars.isAlnum(after) && after != '_' && after != '-' ? end : -1;
  }

  private static boolean isSame(char c, char own) {
    if (Chars.isAscii(c) && Chars.isAscii(own)) {
      return c == own
          || isSeparator(c) && isSeparator(own)
          || (c | 0x20) == (own | 0x20) && Chars.isAsciiLetter(c);
    }
    return Character.toLowerCase(c) == Character.toLowerCase(own);
  }

  private static boolean isSeparator(char c) {
    return c == '/' || c == '\\';
  }

  private static boolean beginsPath(String text, int i) {
    char before = Chars.at(text, i - 1);
    return !Chars.isAlnum(before) && "._-/~".indexOf(before) < 0
        || (before == '/' && Chars.at(text, i - 2) == '/'); // file:///home
  }

  /** Returns the end of the user's name after {@code /home/} and the like; -1 if it is none. */
  private static int afterParent(String text, int i) {
    int from = afterSeparator(text, i);
    char c = Chars.at(text, from);
    if ("hudbg".indexOf(c | 0x20) < 0) {
      return -1;
    }
    int to = from;
    while (to - from < 28
        && (Chars.isAlnum(Chars.at(text, to)) || " $".indexOf(Chars.at(text, to)) >= 0)) {
      to++;
    }
    int user = afterSeparator(text, to);
    if (user <= to || !isParentOf(text, i, from, to)) {
      return -1;
    }
    int end = endOfUser(text, user, text.charAt(i), Character.isUpperCase(c) || isDrive(text, i));
    return end > 0 && isRequest(text, i, user, end) ? -1 : end;
  }

  private static boolean isParentOf(String text, int i, int from, int to) {
    String name = text.substring(from, to);
    boolean windows = text.charAt(i) == '\\' || isDrive(text, i);
    if (windows) {
      return WINDOWS.contains(name.toLowerCase(Locale.ROOT))
              && (isDrive(text, i) || isOfShare(text, i))
          || name.equalsIgnoreCase("Documents and Settings")
          || name.equalsIgnoreCase("Dokumente und Einstellungen")
          || isOfShare(text, i) && isParent(name);
    }
    if (!name.equals("home") && !name.equals("Users") && !name.equals("homes")) {
      return false;
    }
    int start = startOfPath(text, i, 0);
    return start >= 0 && areRoots(text, start, i);
  }

  private static boolean isDrive(String text, int i) {
    return Chars.at(text, i - 1) == ':'
        && Chars.isAsciiLetter(Chars.at(text, i - 2))
        && !Chars.isAlnum(Chars.at(text, i - 3));
  }

  /** Returns whether the path is {@code \\host\…}. */
  private static boolean isOfShare(String text, int i) {
    int host = i;
    while (host > 0 && i - host < LONGEST_PREFIX && isOfHost(text.charAt(host - 1))) {
      host--;
    }
    return host < i
        && isSeparator(Chars.at(text, host - 1))
        && isSeparator(Chars.at(text, host - 2));
  }

  private static boolean isOfHost(char c) {
    return Chars.isAlnum(c) || c == '-' || c == '.';
  }

  /** Returns whether {@code from..to} is empty, or a path in which homes may be: {@code /mnt/d}. */
  private static boolean areRoots(String text, int from, int to) {
    int segment = from;
    for (int i = from; i <= to; i++) {
      if (i == to || text.charAt(i) == '/') {
        if (i > segment && !ROOTS.contains(text.substring(segment, i).toLowerCase(Locale.ROOT))) {
          return i == to && from + 2 <= to && text.startsWith("//", from); // //host/Users
        }
        segment = i + 1;
      }
    }
    return true;
  }

  /** Returns the start of the path that contains the separator at {@code i}. */
  private static int startOfPath(String text, int i, int least) {
    if (isDrive(text, i)) {
      return i - 2;
    }
    int from = i;
    int lowest = Math.max(least, i - LONGEST_PREFIX);
    while (from > lowest && isOfPath(text.charAt(from - 1))) {
      from--;
    }
    char before = Chars.at(text, from - 1);
    if (before == ':' && text.startsWith("///", from)) {
      return from + 2; // file:///home
    }
    if (before == ':'
        && text.startsWith("//", from)
        && Chars.isAsciiLetter(Chars.at(text, from - 2))) {
      return -1; // the path of a URL
    }
    return from;
  }

  private static boolean isOfPath(char c) {
    return Chars.isAlnum(c) || "/\\._-$~".indexOf(c) >= 0;
  }

  /** Returns whether this is the path of a request, as in {@code GET /home/news}. */
  private static boolean isRequest(String text, int i, int user, int end) {
    if (Values.digits(text, user, end) == end - user) {
      return true; // /Users/42
    }
    int to = i;
    for (int words = 0; words < 3; words++) {
      while (to > 0 && i - to < LONGEST_PREFIX && " \"'=([".indexOf(text.charAt(to - 1)) >= 0) {
        to--;
      }
      int from = to;
      while (from > 0 && to - from < 16 && Chars.isAsciiLetter(text.charAt(from - 1))) {
        from--;
      }
      String word = text.substring(from, to).toLowerCase(Locale.ROOT);
      if (REQUESTS.contains(word)) {
        return to < i;
      }
      if (!BETWEEN.contains(word)) {
        return false;
      }
      to = from;
    }
    return false;
  }

  /** Returns the index after a slash, a backslash, or a doubled backslash; -1 if there is none. */
  private static int afterSeparator(String text, int i) {
    char c = Chars.at(text, i);
    if (!isSeparator(c)) {
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
