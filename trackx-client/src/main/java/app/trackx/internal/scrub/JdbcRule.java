package app.trackx.internal.scrub;

/**
 * A rule for credentials in forms specific to JDBC URLs: {@code jdbc:oracle:thin:scott/tiger@…},
 * and user and password as {@code ;name=value}. The {@link UrlRule} handles forms common to all
 * URLs.
 */
final class JdbcRule implements Rule {
  private static final String JDBC = "jdbc:";
  private static final int LONGEST_QUOTED = 256; // user and password
  private static final String[] ORACLE = {
    "jdbc:oracle:thin:", "jdbc:oracle:oci:", "jdbc:oracle:oci8:"
  };
  private static final String[] USERS = {"user", "username", "uid"};

  private final String credentials;
  private final String secret;
  private final KeyNames names;

  JdbcRule(Labels labels, KeyNames names) {
    this.credentials = labels.of(Kind.CREDENTIALS);
    this.secret = labels.of(Kind.SECRET);
    this.names = names;
  }

  @Override
  public String apply(String text) {
    int begin = text.indexOf(JDBC);
    if (begin < 0) {
      return text;
    }
    Redaction redaction = new Redaction(text);
    while (begin >= 0) {
      int end = endOf(text, begin);
      int from = oracle(text, begin, end, redaction);
      parameters(text, from, end, redaction);
      begin = text.indexOf(JDBC, end);
    }
    return redaction.result();
  }

  private static int endOf(String text, int from) {
    int i = from;
    while (i < text.length() && !Urls.ends(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private int oracle(String text, int begin, int end, Redaction redaction) {
    for (String prefix : ORACLE) {
      int from = begin + prefix.length();
      if (text.startsWith(prefix, begin)) {
        int quoted = afterQuotes(text, from);
        int at = quoted > 0 ? quoted : Urls.lastOf(text, '@', from, end);
        if (at > from) {
          redaction.replace(from, at, credentials);
          return at;
        }
      }
    }
    return begin;
  }

  /** Returns the index of the at sign in {@code scott/"tiger"@}; -1 if there is none. */
  private static int afterQuotes(String text, int from) {
    int most = Math.min(text.length(), from + LONGEST_QUOTED);
    int quote = Urls.firstOf(text, "\"\n", from, most);
    if (Chars.at(text, quote) != '"' || Chars.at(text, quote + 1) == '@') {
      return -1;
    }
    for (int i = quote + 1; i < most && text.charAt(i) != '\n'; i++) {
      if (text.startsWith("\"@", i)) {
        return i + 1;
      }
    }
    return -1;
  }

  private void parameters(String text, int begin, int end, Redaction redaction) {
    int from = begin;
    while (from < end) {
      int next = Urls.firstOf(text, ";", from, end);
      int equals = Urls.firstOf(text, "=", from, next);
      int name = Math.max(from, Urls.lastOf(text, ':', from, equals) + 1); // DB2 has a colon first
      if (equals + 1 < next && isSensitive(text.substring(name, equals))) {
        redaction.replace(equals + 1, next, secret);
      }
      from = next + 1;
    }
  }

  private boolean isSensitive(String name) {
    for (String user : USERS) {
      if (user.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return names.matches(name);
  }
}
