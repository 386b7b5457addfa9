package app.trackx.internal.scrub;

import java.util.Set;

/**
 * A rule for credentials that are recognized by their form: JSON web tokens, the keys of well-known
 * services, text after {@code Bearer} or {@code Basic} that looks generated, the token in {@code
 * /reset/x}, and long words with small letters, capitals and digits in turn.
 */
final class TokenRule implements Rule {
  private static final String OF_TOKENS = "_-.~+/=";
  private static final String[] SCHEMES = {"bearer", "basic", "negotiate", "apikey", "ntlm", "ssws"
  };
  private static final String INITIALS = "abdnsABDNS";
  private static final String DIGEST = "digest username=";
  private static final String[] ENDS_OF_SCHEMES = {
    "earer", "EARER", "asic", "ASIC", "egotiate", "EGOTIATE", "ikey", "iKey", "IKEY", "gest", "GEST"
  };
  private static final int SHORTEST_ALONE = 15; // /reset/ and 8, xoxb- and 10
  private static final String SIGNED_QUERY = "sv=20";
  private static final int LONGEST_SIGNED = 500; // before the signature
  private static final int SHORTEST_KEY = 12;
  private static final int SHORTEST_TOKEN = 8;
  private static final int SHORTEST_OF_PATH = 16;
  private static final int LONG = 20; // longer than most words
  private static final int SHORTEST_WORD = 32;
  private static final int SHORTEST_OF_SMALL = 48;

  /** Words before ids and hashes, which look like secrets and are none. */
  private static final String[] IDS = {
    "id",
    "ids",
    "uuid",
    "hash",
    "digest",
    "checksum",
    "etag",
    "fingerprint",
    "integrity",
    "match",
    "index",
    "commit",
    "sha",
    "version"
  };

  /** Segments of a path before a token that lets its holder in. */
  private static final Set<String> PATHS = Words.of(
      "reset password-reset reset-password passwordreset resetpassword verify verify-email "
          + "verification confirm confirmation confirm-email activate activation invite invitation "
          + "invitations accept-invite unsubscribe magic magic-link magiclink recover recovery token "
          + "tokens set-password forgot-password optin opt-in");

  private final boolean[] firsts = new boolean[128];
  private final int[] rows = KeyPrefixes.firstRows();

  private final String token;
  private final String jwt;
  private final String key;
  private final boolean redactsTokens;
  private final boolean redactsKeys;

  TokenRule(Labels labels, Set<Kind> kept) {
    this.token = labels.of(Kind.TOKEN);
    this.jwt = labels.of(Kind.JWT);
    this.key = labels.of(Kind.KEY);
    this.redactsTokens = !kept.contains(Kind.TOKEN);
    this.redactsKeys = !kept.contains(Kind.KEY);
    KeyPrefixes.mark(firsts);
    for (String scheme : SCHEMES) {
      firsts[scheme.charAt(0)] = true;
      firsts[Character.toUpperCase(scheme.charAt(0))] = true;
    }
    for (char digit = '0'; digit <= '9'; digit++) {
      firsts[digit] = true; // of Mailchimp's, which are hexadecimal
    }
    firsts['d'] = true;
    firsts['D'] = true;
    firsts['e'] = true; // of a JSON web token
    firsts['M'] = true; // of Discord's
    firsts['N'] = true;
    firsts['O'] = true;
  }

  @Override
  public String apply(String text) {
    if (!hasLongWord(text) && !hasScheme(text)) {
      return text;
    }
    Redaction redaction = new Redaction(text);
    int start = 0; // of a word with the signs of base 64
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      int end = -1;
      int next = i + 1;
      if (isOfKey(c)) {
        next = endOfRun(text, i);
        end = word(text, i, next, redaction);
      } else if (c == '/') {
        end = redactsTokens ? afterPath(text, i, redaction) : -1;
      } else if (c == ':' || c == '~' || c == '.') {
        end = redactsKeys ? around(text, i, redaction) : -1;
      }
      if (end > i) {
        start = end;
      } else if (!isOfWord(c)) {
        longWord(text, start, i, redaction);
        start = next;
      }
      i = Math.max(next, end);
    }
    longWord(text, start, text.length(), redaction);
    return redaction.result();
  }

  /** Returns whether a word is as long as a key; most messages have none. */
  private static boolean hasLongWord(String text) {
    int word = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ') {
        word = i + 1;
      } else if (i + 1 - word >= SHORTEST_ALONE) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether the name of a scheme may be there, in small letters or capitals. */
  private static boolean hasScheme(String text) {
    for (String end : ENDS_OF_SCHEMES) {
      if (text.contains(end)) {
        return true;
      }
    }
    return false;
  }

  private static int endOfRun(String text, int from) {
    int i = from;
    while (i < text.length() && isOfKey(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Handles what starts with a word of letters, digits, dashes and underscores. */
  private int word(String text, int from, int to, Redaction redaction) {
    char c = text.charAt(from);
    if (!firsts[c] || Chars.isOfWord(Chars.at(text, from - 1))) {
      return -1;
    }
    char after = Chars.at(text, to);
    boolean signed = c == 's' && after == '=';
    if (to - from < SHORTEST_KEY && ".$/~+".indexOf(after) < 0 && !signed) {
      boolean scheme = redactsTokens && " :=".indexOf(after) >= 0 && INITIALS.indexOf(c) >= 0;
      return scheme ? scheme(text, from, redaction) : -1;
    }
    int end = at(text, from, redaction);
    return end < 0 && to - from > 34 && redactsKeys ? around(text, from + 32, redaction) : end;
  }

  private int at(String text, int i, Redaction redaction) {
    char c = text.charAt(i);
    if (redactsTokens) {
      if (c == 'e' && text.startsWith("eyJ", i)) {
        return jwt(text, i, redaction);
      }
      if (c == 's' && text.startsWith(SIGNED_QUERY, i)) {
        return signedQuery(text, i, redaction);
      }
    }
    return redactsKeys ? key(text, i, redaction) : -1;
  }

  /** Handles {@code Bearer x} and {@code Digest username=…}. */
  private int scheme(String text, int i, Redaction redaction) {
    for (String scheme : SCHEMES) {
      if (Chars.hasWord(text, i, scheme)) {
        return authorization(text, i + scheme.length(), redaction);
      }
    }
    if (text.regionMatches(true, i, DIGEST, 0, DIGEST.length())) {
      int to = Chars.endOfLine(text, i);
      redaction.replace(i + "digest ".length(), to, token);
      return to;
    }
    return -1;
  }

  /** Handles a signed query of Azure's storage without its URL. */
  private int signedQuery(String text, int from, Redaction redaction) {
    int most = Math.min(text.length(), from + LONGEST_SIGNED);
    int signature = from;
    while (signature < most && !text.startsWith("&sig=", signature)) {
      signature++;
    }
    int to = signature < most ? Urls.end(text, from) : -1;
    if (to < signature) {
      return -1;
    }
    redaction.replace(from, to, token);
    return to;
  }

  private int jwt(String text, int from, Redaction redaction) {
    int to = from;
    int dots = 0;
    while (to < text.length() && isOfJwt(text.charAt(to))) {
      dots += text.charAt(to) == '.' ? 1 : 0;
      to++;
    }
    while (to > from && text.charAt(to - 1) == '.') {
      to--;
      dots--;
    }
    if (dots >= 1 && to - from >= 20) {
      redaction.replace(from, to, jwt);
    }
    return to;
  }

  private static boolean isOfJwt(char c) {
    return c == '.' || c == '_' || c == '-' || (Chars.isAscii(c) && Chars.isAlnum(c));
  }

  private int authorization(String text, int after, Redaction redaction) {
    int from = after;
    while (from < text.length() && from - after < 3 && " :=".indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    int to = from;
    while (isOfToken(Chars.at(text, to)) && text.charAt(to) != '=') {
      to++;
    }
    boolean named = Chars.at(text, to) == '=' && Chars.isOfWord(Chars.at(text, to + 1));
    while (!named && isOfToken(Chars.at(text, to))) {
      to++;
    }
    while (to > from && text.charAt(to - 1) == '.') {
      to--;
    }
    if (from > after && to - from >= SHORTEST_TOKEN && !named && looksGenerated(text, from, to)) {
      redaction.replace(from, to, token);
    }
    return to;
  }

  private static boolean looksGenerated(String text, int from, int to) {
    boolean digit = Values.digits(text, from, to) > 0;
    boolean dashed = Urls.firstOf(text, "-", from, to) < to;
    return text.charAt(to - 1) == '='
        || (to - from >= LONG && (digit || !dashed))
        || (digit && !dashed && Chars.looksRandom(text, from, to))
        || Values.looksGenerated(text, from, to);
  }

  private static boolean isOfToken(char c) {
    return Chars.isAscii(c) && (Chars.isAlnum(c) || OF_TOKENS.indexOf(c) >= 0);
  }

  private int key(String text, int from, Redaction redaction) {
    char c = text.charAt(from);
    int path = "cdhow".indexOf(c) < 0 ? -1 : KeyPrefixes.afterHook(text, from);
    int to = path < 0 ? KeyPrefixes.end(text, from, rows[c]) : Urls.end(text, path);
    if (to < 0) {
      return "MNO".indexOf(c) >= 0 && isDiscord(text, from)
          ? replaceWord(text, from, redaction)
          : -1;
    }
    if (to > path) {
      to = path < 0 ? withComment(text, from, to) : to;
      redaction.replace(path < 0 ? from : startOfUrl(text, from), to, key);
    }
    return to;
  }

  private static int startOfUrl(String text, int host) {
    int i = host;
    while (i > 0 && host - i < 64 && !Urls.ends(text.charAt(i - 1)) && text.charAt(i - 1) != '[') {
      i--;
    }
    return i;
  }

  /** Includes the comment of a public SSH key, which mostly is a user and a machine. */
  private static int withComment(String text, int from, int to) {
    if (!text.startsWith("AAAA", from) || Chars.at(text, to) != ' ') {
      return to;
    }
    int end = Values.endOfValue(text, to + 1);
    return Urls.firstOf(text, "@", to + 1, end) < end ? end : to;
  }

  /** Returns whether three parts of 24, 6 and 27 or more start there: the token of a bot. */
  private static boolean isDiscord(String text, int from) {
    int first = endOfWord(text, from);
    int second = endOfWord(text, first + 1);
    int third = endOfWord(text, second + 1);
    return first - from >= 24
        && first - from <= 28
        && Chars.at(text, first) == '.'
        && second - first == 7
        && Chars.at(text, second) == '.'
        && third - second > 27;
  }

  private int replaceWord(String text, int from, Redaction redaction) {
    int to = Values.endOfValue(text, from);
    redaction.replace(from, to, key);
    return to;
  }

  /** Handles keys with a mark within. Returns the end, or -1. */
  private int around(String text, int mark, Redaction redaction) {
    char next = Chars.at(text, mark + 1);
    int from = mark;
    int to = -1;
    if (next == 'A' && text.charAt(mark) == ':') { // Telegram; Firebase
      from = startOfWord(text, mark);
      to = endOfWord(text, mark + 1);
      boolean firebase = text.startsWith("APA91b", mark + 1) && to - mark > 60;
      boolean digits = Values.digits(text, from, mark) >= 8;
      if (text.startsWith("bot", from) && digits) {
        from += 3;
      }
      to = firebase || (digits && to - mark >= 34 && to - mark <= 40) ? to : -1;
    } else if (text.charAt(mark) == '~' && Chars.at(text, mark - 1) == 'Q') { // Azure AD
      from = Math.max(redaction.end(), mark - 5);
      to = endOfWord(text, mark + 1);
      to = Chars.isDigit(Chars.at(text, mark - 2)) && to - mark >= 31 ? to : -1;
    } else if (next == 'a' && text.startsWith(".atlasv1.", mark)) { // Terraform
      from = startOfWord(text, mark);
      to = endOfWord(text, mark + ".atlasv1.".length());
      to = mark - from == 14 && to - mark > 60 ? to : -1;
    } else if (next == 'u' && text.startsWith("-us", mark)) { // Mailchimp
      from = mark - 32;
      to = endOfWord(text, mark + 1);
      to = Chars.isHex(text, from, mark) && Values.digits(text, mark, to) > 0 ? to : -1;
    }
    if (to > 0) {
      redaction.replace(from, to, key);
    }
    return to;
  }

  private static int startOfWord(String text, int to) {
    int i = to;
    while (i > 0 && to - i < 64 && isOfKey(text.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  private static int endOfWord(String text, int from) {
    int i = Math.min(from, text.length());
    int most = Math.min(text.length(), i + 400);
    while (i < most && isOfKey(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isOfKey(char c) {
    return c == '_' || c == '-' || (Chars.isAscii(c) && Chars.isAlnum(c));
  }

  /** Handles {@code /reset/x}. */
  private int afterPath(String text, int slash, Redaction redaction) {
    int to = slash + 1;
    while (to < text.length()
        && (isOfKey(text.charAt(to)) || "=.~%".indexOf(text.charAt(to)) >= 0)) {
      to++;
    }
    int from = to - slash > SHORTEST_TOKEN ? startOfWord(text, slash) : slash;
    if (from == slash
        || Chars.at(text, from - 1) != '/'
        || !PATHS.contains(KeyNames.lower(text.substring(from, slash)))) {
      return -1;
    }
    boolean value = Values.looksGenerated(text, slash + 1, to)
        || (to - slash > SHORTEST_OF_PATH && Chars.looksRandom(text, slash + 1, to));
    if (value) {
      redaction.replace(slash + 1, to, token);
    }
    return value ? to : -1;
  }

  private static boolean isOfWord(char c) {
    return isOfKey(c) || c == '/' || c == '+';
  }

  /** Redacts a long word in which small letters, capitals and digits take turns. */
  private void longWord(String text, int from, int to, Redaction redaction) {
    if (to - from < SHORTEST_WORD || !redactsKeys || from < redaction.end()) {
      return;
    }
    int upper = 0;
    int lower = 0;
    int digits = 0;
    int changes = 0;
    int before = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      int type = Chars.isDigit(c) ? 1 : c >= 'A' && c <= 'Z' ? 2 : c >= 'a' && c <= 'z' ? 3 : 0;
      upper += type == 2 ? 1 : 0;
      lower += type == 3 ? 1 : 0;
      digits += type == 1 ? 1 : 0;
      changes += type * before != 0 && type != before ? 1 : 0;
      before = type;
    }
    int least = (to - from) / 12;
    boolean mixed = upper >= least
        && lower >= least
        && digits >= Math.max(2, least / 2)
        && 5 * changes >= 2 * (to - from);
    boolean small = to - from >= SHORTEST_OF_SMALL
        && lower + digits == to - from
        && !Chars.isHex(text, from, to)
        && 4 * changes >= to - from;
    if ((mixed || small)
        && !text.startsWith("sha", from)
        && !Chars.isAfterEnding(text, from, IDS)) {
      int end = to;
      while (Chars.at(text, end) == '=') {
        end++;
      }
      redaction.replace(from, end, key);
    }
  }
}
