package app.trackx.internal.scrub;

import java.util.Set;

/**
 * A rule for the values of sensitive names within a text: {@code password=x}, {@code "token":"x"},
 * {@code Authorization: Basic x}, {@code API key: x}, {@code wrong password 'x'}.
 *
 * <p>In quotes, everything is a value; otherwise {@link Values} decides.
 */
final class KeyValueRule implements Rule {
  private static final int LONGEST_NAME = 64;
  private static final int MOST_BACKSLASHES = 8;
  private static final int MOST_WORDS = 4;
  private static final int MOST_SPACES = 2;
  private static final int LONGEST_ID = 16;
  private static final int MOST_SEEN = 160;

  /** The ends of types whose second argument is a password. */
  private static final String[] TYPES = {"Credentials", "AuthProvider", "AuthenticationToken"};

  private static final String[] BREAKS = {"\r\n", "\n", "\\r\\n", "\\n"};

  /** Names of environment variables that tell the user or the machine. */
  private static final Set<String> ENVIRONMENT =
      Words.of("USER LOGNAME USERNAME SUDO_USER HOSTNAME COMPUTERNAME");

  private final Labels labels;
  private final String label;
  private final KeyNames names;

  KeyValueRule(Labels labels, KeyNames names) {
    this.labels = labels;
    this.label = labels.of(Kind.SECRET);
    this.names = names;
  }

  @Override
  public String apply(String text) {
    Redaction redaction = new Redaction(text);
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      int end = -1;
      if (c == '=' || c == ':' || c == '\uff1a' || c == '\u2192') {
        end = afterSign(text, i, redaction);
      } else if (c == '>' && text.charAt(i - 1) == '-') {
        end = afterSign(text, i, redaction);
      } else if (Chars.isQuote(c) && " (".indexOf(text.charAt(i - 1)) >= 0) {
        end = afterName(text, i, redaction);
      } else if (c == '(' && Chars.isAsciiLetter(text.charAt(i - 1))) {
        end = arguments(text, i, redaction);
      }
      i = Math.max(i, end - 1);
    }
    return redaction.result();
  }

  /**
   * Handles {@code name=value} and {@code name: value}; returns the end of the redacted part, or
   * -1.
   */
  private int afterSign(String text, int sign, Redaction redaction) {
    char c = text.charAt(sign);
    int nameEnd = endOfName(text, c == '>' ? sign - 1 : sign, redaction.end());
    int nameStart = startOfName(text, nameEnd, redaction.end());
    if (!names.mayEnd(text, nameEnd)) {
      return -1;
    }
    String name = text.substring(nameStart, nameEnd);
    NameKind kind = kindOf(text, name, nameStart, nameEnd, c, redaction.end());
    int from = startOfValue(text, sign, kind == NameKind.PASSWORD);
    if (kind == NameKind.NONE && c == '=' && name.equalsIgnoreCase("name")) {
      return afterPart(text, from, redaction);
    }
    if (kind == NameKind.NONE && name.endsWith("alue")) {
      kind = NamesBeside.kindOf(text, name, nameStart, from, names);
    }
    if (kind == NameKind.NONE
        || from >= text.length()
        || (c == ':' && name.endsWith("signature"))) { // JWT signature: eyJ…
      return -1;
    }
    boolean quotedName = Chars.isQuote(Chars.at(text, nameEnd)) || Chars.at(text, nameEnd) == '\\';
    boolean prose = c != '=' && c != '>' && c != '\u2192' && !quotedName;
    int quote = afterBackslashes(text, from);
    if (Chars.isQuote(Chars.at(text, quote))) {
      return quoted(text, quote, quote - from, kind, prose, redaction);
    }
    boolean list = text.charAt(from) == '[' && Values.isListed(text, from + 1, kind);
    if ((list || !prose) && isOpening(text.charAt(from)) && !isGroup(text, from, kind)) {
      return bracketed(text, from, kind, redaction);
    }
    if (Headers.isHeader(text, name, from, c == ':')) {
      char around = quotedName ? Chars.NONE : quoteAt(text, nameStart - 1);
      return redact(text, from, Headers.end(text, from, around), redaction);
    }
    int to = Values.end(text, from, kind, prose);
    boolean id = prose && kind == NameKind.WEAK && isSession(name) && isShortId(text, from, to);
    return to < 0 || id ? -1 : redact(text, from, to, redaction);
  }

  private static int afterBackslashes(String text, int from) {
    int i = from;
    while (Chars.at(text, i) == '\\' && i - from < MOST_BACKSLASHES) {
      i++;
    }
    return i;
  }

  private static char quoteAt(String text, int i) {
    char c = Chars.at(text, i);
    return Chars.isQuote(c) ? c : Chars.NONE;
  }

  /** Returns the kind of the name before the sign, which may consist of several words. */
  private NameKind kindOf(
      String text, String name, int nameStart, int nameEnd, char sign, int least) {
    NameKind kind = names.kindOf(name);
    if (sign == '=' && kind == NameKind.NONE && ENVIRONMENT.contains(name)) {
      return NameKind.USER;
    }
    boolean open = kind == NameKind.NONE
        ? SensitiveNames.mayEndIn(KeyNames.lower(withoutDot(name)))
        : kind == NameKind.WEAK || kind == NameKind.ENDING || kind == NameKind.SHORT_NUMBER;
    boolean several = open || names.areConfigured();
    if (!several || " '".indexOf(Chars.at(text, nameStart - 1)) < 0) {
      return kind;
    }
    int from = startOfWords(text, nameStart, least);
    return from == nameStart ? kind : names.kindOf(text.substring(from, nameEnd));
  }

  /** Returns the name without the dot of an abbreviation: {@code mobile no.}. */
  private static String withoutDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /** Returns the start of the words before a name, separated by single blanks or an apostrophe. */
  private static int startOfWords(String text, int nameStart, int least) {
    int from = nameStart;
    for (int words = 1;
        words < MOST_WORDS && " '".indexOf(Chars.at(text, from - 1)) >= 0;
        words++) {
      int i = from - 1;
      while (i > least && nameStart - i < LONGEST_NAME && isOfWords(text.charAt(i - 1))) {
        i--;
      }
      if (i == from - 1) {
        break;
      }
      from = i;
    }
    return Math.max(from, least);
  }

  private static boolean isOfWords(char c) {
    return isOfName(c) || c == '\'';
  }

  /** Handles {@code name="password"} before an empty line, as in a form of several parts. */
  private int afterPart(String text, int from, Redaction redaction) {
    int quote = afterBackslashes(text, from);
    if (Chars.at(text, quote) != '"') {
      return -1;
    }
    int most = Math.min(text.length(), quote + 2 * LONGEST_NAME);
    int close = Urls.firstOf(text, "\"", quote + 1, most);
    int line = endOfBreak(text, Urls.firstOf(text, "\r\n\\", close, most));
    int value = endOfBreak(text, line);
    if (value < 0
        || names.kindOf(text.substring(quote + 1, Math.max(quote + 1, close - (quote - from))))
            == NameKind.NONE) {
      return -1;
    }
    boolean escaped = text.charAt(value - 1) == 'n';
    int to = escaped ? endOfEscaped(text, value) : Chars.endOfLine(text, value);
    if (to > value && text.charAt(to - 1) == '\r') {
      to--;
    }
    return to > value ? redact(text, value, to, redaction) : -1;
  }

  /** Returns the index after a line break there, which may be escaped; -1 if there is none. */
  private static int endOfBreak(String text, int from) {
    for (String lineBreak : BREAKS) {
      if (from >= 0 && text.startsWith(lineBreak, from)) {
        return from + lineBreak.length();
      }
    }
    return -1;
  }

  /** Returns the index of the next line break, escaped or not. */
  private static int endOfEscaped(String text, int from) {
    int i = from;
    while (i < text.length() && endOfBreak(text, i) < 0) {
      i++;
    }
    return i;
  }

  /** Handles {@code Credentials(user, x)}. */
  private int arguments(String text, int open, Redaction redaction) {
    for (String type : TYPES) {
      if (text.startsWith(type, open - type.length())) {
        int close = Urls.firstOf(text, ")=[\n", open, Math.min(text.length(), open + LONGEST_NAME));
        int last = Urls.lastOf(text, ',', open, close) + 1;
        boolean value =
            last > 0 && Values.isMixed(text, Chars.at(text, last) == ' ' ? last + 1 : last, close);
        return value && Chars.at(text, close) == ')'
            ? redact(text, open + 1, close, redaction)
            : -1;
      }
    }
    return -1;
  }

  /** Handles {@code wrong password 'x'} and {@code setPassword("x")}. */
  private int afterName(String text, int quote, Redaction redaction) {
    boolean call = text.charAt(quote - 1) == '(';
    int nameEnd = call ? quote - 1 : endOfName(text, quote, redaction.end());
    if (!names.mayEnd(text, nameEnd)) {
      return -1;
    }
    int nameStart = startOfName(text, nameEnd, redaction.end());
    String name = text.substring(nameStart, nameEnd);
    NameKind kind = kindOf(text, name, nameStart, nameEnd, ' ', redaction.end());
    if (call) { // which may name the secret instead
      int to = Urls.firstOf(text, "\"'`", quote + 1, Math.min(text.length(), quote + LONGEST_NAME));
      return kind == NameKind.PASSWORD
              && !name.startsWith("get")
              && Values.isMixed(text, quote + 1, to)
          ? redact(text, quote + 1, to, redaction)
          : -1;
    }
    return kind == NameKind.PASSWORD || kind == NameKind.WEAK
        ? quoted(text, quote, 0, kind, true, redaction)
        : -1;
  }

  private static int endOfName(String text, int sign, int least) {
    int to = sign;
    for (int i = 0; i < MOST_SPACES && to > least && isBlank(text.charAt(to - 1)); i++) {
      to--;
    }
    if (to > least && text.charAt(to - 1) == ']' && isIndex(text, to - 1, least)) {
      to--;
    }
    if (to > least && Chars.isQuote(text.charAt(to - 1))) {
      to--;
      for (int i = 0; i < 8 && to > least && text.charAt(to - 1) == '\\'; i++) {
        to--; // JSON within JSON
      }
    }
    return Math.max(to, least);
  }

  /** Returns whether the bracket closes an index that is a name: {@code user[password]}. */
  private static boolean isIndex(String text, int close, int least) {
    int to = Chars.isQuote(Chars.at(text, close - 1)) ? close - 1 : close;
    int from = startOfName(text, to, least) - 1;
    int open = from > least && "\"'`:".indexOf(text.charAt(from)) >= 0 ? from - 1 : from;
    char before = Chars.at(text, open - 1);
    return open > least && text.charAt(open) == '[' && (isOfName(before) || before == ']');
  }

  static int startOfName(String text, int nameEnd, int least) {
    int from = nameEnd;
    int lowest = Math.max(least, nameEnd - LONGEST_NAME);
    while (from > lowest && isOfName(text.charAt(from - 1))) {
      from--;
    }
    return text.startsWith("-D", from) ? from + 2 : from; // a system property
  }

  private static int startOfValue(String text, int sign, boolean mayBeBelow) {
    int from = sign + 1;
    if (text.charAt(sign) == '=' && Chars.at(text, from) == '>') {
      from++;
    }
    while (from < text.length() && isBlank(text.charAt(from))) {
      from++;
    }
    if (mayBeBelow && Chars.at(text, from) == '>' && isEnclosed(text, from)) {
      from++;
    }
    if (mayBeBelow && Chars.at(text, from) == '\n') {
      from++; // YAML
      while (from < text.length() && isBlank(text.charAt(from))) {
        from++;
      }
    }
    return from;
  }

  /** Returns whether it is {@code >x<}, as some programs quote. */
  private static boolean isEnclosed(String text, int from) {
    int most = Math.min(text.length(), from + LONGEST_NAME);
    return Urls.firstOf(text, "<", from, most) < most;
  }

  static boolean isOfName(char c) {
    return Chars.isAlnum(c) || c == '_' || c == '-' || c == '.';
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isOpening(char c) {
    return c == '[' || c == '(' || c == '{';
  }

  /** Returns whether the bracket belongs to a phone number: {@code (212) 555-0147}. */
  private static boolean isGroup(String text, int from, NameKind kind) {
    return kind == NameKind.NUMBER
        && text.charAt(from) == '('
        && Chars.isDigit(Chars.at(text, from + 1));
  }

  private int quoted(
      String text, int quote, int slashes, NameKind kind, boolean prose, Redaction redaction) {
    char mark = text.charAt(quote);
    int to = quote + 1;
    for (; to < text.length(); to++) {
      char c = text.charAt(to);
      if (c == '\\' && slashes == 0) {
        to++;
      } else if (c == mark
          && (slashes == 0 || text.charAt(to - 1) == '\\')
          && !(c == '\'' && isApostrophe(text, to))) {
        break;
      }
    }
    int end = Math.min(to, text.length());
    for (int i = 0; i < slashes && end < text.length() && text.charAt(end - 1) == '\\'; i++) {
      end--;
    }
    return isQuotedValue(text, quote + 1, end, kind, prose)
        ? redact(text, quote + 1, end, redaction)
        : quote + 1;
  }

  private static boolean isQuotedValue(
      String text, int from, int to, NameKind kind, boolean prose) {
    if (!Values.hasContent(text, from, to) || Values.isReference(text, from)) {
      return false;
    }
    if (kind == NameKind.SHORT_NUMBER) {
      return PersonalValues.isIdentifier(text, from, to);
    }
    if (kind == NameKind.PLACE) {
      return PersonalValues.isPlace(text, from, to);
    }
    if (kind == NameKind.USER) {
      return !SensitiveNames.isService(KeyNames.lower(text.substring(from, to)));
    }
    if (prose && kind == NameKind.MIXED) {
      return Values.isMixed(text, from, to);
    }
    boolean open = kind == NameKind.ENDING || (kind == NameKind.WEAK && prose);
    return !open || Values.looksGenerated(text, from, to);
  }

  private int bracketed(String text, int from, NameKind kind, Redaction redaction) {
    boolean open = kind == NameKind.ENDING
        || kind == NameKind.WEAK
        || kind == NameKind.SHORT_NUMBER
        || kind == NameKind.PLACE;
    if (open && kind != NameKind.WEAK && text.charAt(from) == '{') {
      return from + 1; // "auth": {"password": …}
    }
    if (open) {
      int seen = closing(text, from, Math.min(text.length(), from + MOST_SEEN));
      if (!hasGenerated(text, from + 1, seen)) {
        return from + 1;
      }
    }
    int close = closing(text, from, text.length());
    if (labels.isPlaceholder(text, from, close)) {
      return close;
    }
    int to = Values.endOfValue(text, close);
    return Values.hasContent(text, from + 1, Math.max(from + 1, to - 1))
        ? redact(text, from, to, redaction)
        : to;
  }

  /** Returns whether one of the words looks generated. */
  private static boolean hasGenerated(String text, int from, int to) {
    int word = from;
    for (int i = from; i <= to; i++) {
      if (i == to || " ,[](){}=\"'".indexOf(text.charAt(i)) >= 0) {
        if (Values.looksGenerated(text, word, i)) {
          return true;
        }
        word = i + 1;
      }
    }
    return false;
  }

  private static boolean isApostrophe(String text, int i) {
    return Chars.isLetter(Chars.at(text, i - 1)) && Chars.isLetter(Chars.at(text, i + 1));
  }

  private int redact(String text, int from, int to, Redaction redaction) {
    if (!labels.isPlaceholder(text, from, to)) {
      redaction.replace(from, to, label);
    }
    return Math.max(to, from + 1);
  }

  /** Returns the index after the matching closing bracket, or {@code most}. */
  private static int closing(String text, int opening, int most) {
    char open = text.charAt(opening);
    char close = open == '(' ? ')' : open == '[' ? ']' : '}';
    int depth = 0;
    for (int i = opening; i < most; i++) {
      char c = text.charAt(i);
      if (c == open) {
        depth++;
      } else if (c == close && --depth == 0) {
        return i + 1;
      }
    }
    return most;
  }

  private static boolean isSession(String name) {
    return name.regionMatches(true, name.length() - 7, "session", 0, 7);
  }

  private static boolean isShortId(String text, int from, int to) {
    return to - from <= LONGEST_ID && Chars.isHex(text, from, to);
  }
}
