package app.trackx.internal.scrub;

import java.util.Set;

/**
 * A rule for the values of sensitive names within a text: {@code password=x}, {@code "token":"x"},
 * {@code Authorization: Basic x}, {@code wrong password 'x'}.
 *
 * <p>After an equals sign or in quotes, everything is a value. After a colon there may be prose
 * ({@code password: must not be blank}), so words of a language are kept there.
 */
final class KeyValueRule implements Rule {
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_TAG = 200;
  private static final int LONGEST_CONTENT = 500;
  private static final String[] NAME_ATTRIBUTES = {" key=\"", " name=\"", " key='", " name='"};
  private static final int MOST_SPACES = 2;

  /** Headers whose whole line is sensitive. */
  private static final Set<String> HEADERS =
      Words.of("authorization proxyauthorization cookie setcookie cookie2 setcookie2 xapikey "
          + "xauthtoken xcsrftoken xxsrftoken xaccesstoken xamzsecuritytoken");

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
      if (c == '=' || c == ':' || c == '\uff1a') {
        end = afterSign(text, i, redaction);
      } else if (Chars.isQuote(c) && text.charAt(i - 1) == ' ') {
        end = afterName(text, i, redaction);
      } else if (c == '>') {
        end = afterTag(text, i, redaction);
      } else if (c == '-') {
        end = afterOption(text, i, redaction);
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
    int nameEnd = endOfName(text, sign, redaction.end());
    int nameStart = startOfName(text, nameEnd, redaction.end());
    String name = text.substring(nameStart, nameEnd);
    boolean inQuotes = Chars.isQuote(Chars.at(text, nameEnd));
    if (!names.matchesInText(name)) {
      String named = name.equals("value") ? nameBefore(text, nameStart) : "";
      if (!names.matchesInText(named)) {
        return -1;
      }
      name = named;
    }
    boolean prose = text.charAt(sign) != '=' && Chars.at(text, nameEnd) != '"';
    int from = startOfValue(text, sign, KeyNames.isPassword(name));
    if (from >= text.length()) {
      return -1;
    }
    int quote = text.charAt(from) == '\\' ? from + 1 : from;
    if (Chars.isQuote(Chars.at(text, quote))) {
      return quoted(text, quote, redaction);
    }
    if (!prose && isOpening(text.charAt(from))) {
      return redact(text, from, endOfValue(text, closing(text, from)), redaction);
    }
    if (HEADERS.contains(KeyNames.joined(name))
        && !Values.isProse(text, from)
        && !isWord(text, sign)) {
      char before = Chars.at(text, nameStart - 1);
      char around = Chars.isQuote(before) && !inQuotes ? before : Chars.NONE;
      return redact(text, from, endOfHeader(text, from, around), redaction);
    }
    if (!Values.isValue(text, from, name, prose)) {
      return -1;
    }
    int to = prose ? endOfNumbers(text, endOfValue(text, from)) : endOfWords(text, from);
    return redact(text, from, to, redaction);
  }

  /** Returns the name in {@code name="password" value="x"}, or the same in JSON. */
  private static String nameBefore(String text, int attribute) {
    int to = attribute;
    for (int i = 0; i < 4 && to > 0 && " \",\t".indexOf(text.charAt(to - 1)) >= 0; i++) {
      to--;
    }
    int quote = Chars.at(text, to) == '"' ? to : to + 1; // the comma or the blank follows it
    return Chars.at(text, quote) == '"' || Chars.at(text, to) == '"'
        ? text.substring(startOfName(text, to, 0), to)
        : "";
  }

  /** Handles {@code wrong password 'x'}. */
  private int afterName(String text, int quote, Redaction redaction) {
    int nameEnd = endOfName(text, quote, redaction.end());
    String name = text.substring(startOfName(text, nameEnd, redaction.end()), nameEnd);
    return name.length() > 1 && KeyNames.isTyped(name) ? quoted(text, quote, redaction) : -1;
  }

  /** Handles {@code <password>x</password>}. */
  private int afterTag(String text, int end, Redaction redaction) {
    int open = end;
    int lowest = Math.max(redaction.end(), end - LONGEST_TAG);
    do {
      open--;
    } while (open >= lowest && text.charAt(open) != '<' && text.charAt(open) != '>');
    if (open < lowest
        || !Chars.isLetter(Chars.at(text, open + 1))
        || !names.matchesInText(ofTag(text, open, end))) {
      return -1;
    }
    int to = Urls.firstOf(text, "<", end + 1, Math.min(text.length(), end + LONGEST_CONTENT));
    return Chars.at(text, to + 1) == '/' && to > end + 1
        ? redact(text, end + 1, to, redaction)
        : -1;
  }

  /** Returns the name of an element, or the value of its attribute key or name. */
  private static String ofTag(String text, int open, int end) {
    String tag = text.substring(open, end);
    for (String attribute : NAME_ATTRIBUTES) {
      int at = tag.indexOf(attribute);
      if (at >= 0) {
        int from = at + attribute.length();
        return tag.substring(from, Urls.firstOf(tag, "\"'", from, tag.length()));
      }
    }
    int from = open + 1;
    int to = Urls.firstOf(text, " \t\n", from, end);
    int colon = Urls.lastOf(text, ':', from, to);
    return Chars.at(text, end - 1) == '/' ? "" : text.substring(Math.max(from, colon + 1), to);
  }

  /** Handles {@code --password x}. */
  private int afterOption(String text, int dash, Redaction redaction) {
    if (text.startsWith(" -u ", dash - 1)) { // curl
      int to = endOfValue(text, dash + 3);
      int colon = Urls.firstOf(text, ":", dash + 3, to);
      return colon < to ? redact(text, dash + 3, to, redaction) : to;
    }
    if (Chars.at(text, dash + 1) != '-' || Chars.isAlnum(Chars.at(text, dash - 1))) {
      return -1;
    }
    int name = dash + 2;
    int to = name;
    while (to - name < LONGEST_NAME && isOfName(Chars.at(text, to))) {
      to++;
    }
    int from = to;
    while (from - to < 3 && " ,".indexOf(Chars.at(text, from)) >= 0 && from < text.length()) {
      from++;
    }
    boolean value = from > to && Chars.isAlnum(Chars.at(text, from));
    return value && names.matches(text.substring(name, to))
        ? redact(text, from, endOfValue(text, from), redaction)
        : to - 1;
  }

  private static int endOfName(String text, int sign, int least) {
    int to = sign;
    for (int i = 0; i < MOST_SPACES && to > least && isBlank(text.charAt(to - 1)); i++) {
      to--;
    }
    if (to > least && Chars.isQuote(text.charAt(to - 1))) {
      to--;
      if (to > least && text.charAt(to - 1) == '\\') {
        to--;
      }
    }
    return Math.max(to, least);
  }

  private static int startOfName(String text, int nameEnd, int least) {
    int from = nameEnd;
    int lowest = Math.max(least, nameEnd - LONGEST_NAME);
    while (from > lowest && isOfName(text.charAt(from - 1))) {
      from--;
    }
    return from;
  }

  private static int startOfValue(String text, int sign, boolean mayBeBelow) {
    int from = sign + 1;
    if (text.charAt(sign) == '=' && Chars.at(text, from) == '>') {
      from++;
    }
    while (from < text.length() && isBlank(text.charAt(from))) {
      from++;
    }
    if (mayBeBelow && Chars.at(text, from) == '\n' && Chars.at(text, from + 1) == ' ') {
      from++; // YAML
      while (from < text.length() && isBlank(text.charAt(from))) {
        from++;
      }
    }
    return from;
  }

  private static boolean isOfName(char c) {
    return Chars.isAlnum(c) || c == '_' || c == '-' || c == '.';
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isOpening(char c) {
    return c == '[' || c == '(' || c == '{';
  }

  private int quoted(String text, int quote, Redaction redaction) {
    char mark = text.charAt(quote);
    boolean escaped = text.charAt(quote - 1) == '\\'; // JSON within JSON
    int to = quote + 1;
    for (; to < text.length(); to++) {
      char c = text.charAt(to);
      if (c == '\\' && !escaped) {
        to++;
      } else if (c == mark
          && (!escaped || text.charAt(to - 1) == '\\')
          && !(c == '\'' && isApostrophe(text, to))) {
        break;
      }
    }
    int end = Math.min(to, text.length());
    if (escaped && end < text.length()) {
      end--;
    }
    return Values.hasContent(text, quote + 1, end) ? redact(text, quote + 1, end, redaction) : end;
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

  /** Returns the end of the header: the end of its line, or of the quotes or brackets around it. */
  private static int endOfHeader(String text, int from, char around) {
    int depth = 0;
    int i = from;
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '[' || c == '{' ? 1 : 0;
      if (c == '\r' || c == '\n' || c == around || ((c == ']' || c == '}') && --depth < 0)) {
        break;
      }
    }
    return i;
  }

  /** Returns the index after the matching closing bracket. */
  private static int closing(String text, int opening) {
    char open = text.charAt(opening);
    char close = open == '(' ? ')' : open == '[' ? ']' : '}';
    int depth = 0;
    for (int i = opening; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == open) {
        depth++;
      } else if (c == close && --depth == 0) {
        return i + 1;
      }
    }
    return text.length();
  }

  private static int endOfValue(String text, int from) {
    int i = from;
    while (i < text.length()
        && !Chars.isSpace(text.charAt(i))
        && Values.ENDS.indexOf(text.charAt(i)) < 0
        && !(text.charAt(i) == '?' && Chars.at(text, i + 1) == '[')) { // a redacted query
      i++;
    }
    if (i < text.length() || i - from > 1) {
      while (i > from + 1 && text.charAt(i - 1) == '.') {
        i--; // the full stop of the sentence
      }
    }
    return i;
  }

  /** Extends the end over further groups of digits, as in {@code phone: 0171 1234567}. */
  private static int endOfNumbers(String text, int end) {
    int i = end;
    while (Chars.isDigit(Chars.at(text, i - 1))
        && Chars.at(text, i) == ' '
        && Chars.isDigit(Chars.at(text, i + 1))) {
      i = endOfValue(text, i + 1);
    }
    return i;
  }

  /** Returns the end of a value in {@code toString} format: {@code firstName=Ada Mary, born=…}. */
  private static int endOfWords(String text, int from) {
    int end = endOfValue(text, from);
    int i = end;
    while (i - end < LONGEST_NAME && isOfWords(Chars.at(text, i))) {
      i++;
    }
    char c = Chars.at(text, i);
    if (i == end || i - end == LONGEST_NAME) {
      return end;
    }
    return c == ')' || c == '}' || c == ']' || (c == ',' && isFollowedByName(text, i + 1))
        ? i
        : end;
  }

  private static boolean isOfWords(char c) {
    return Chars.isAlnum(c) || c == ' ' || c == '-' || c == '.' || c == '\'' || c == '/';
  }

  private static boolean isFollowedByName(String text, int from) {
    int i = Chars.at(text, from) == ' ' ? from + 1 : from;
    int name = i;
    while (i - name < LONGEST_NAME && isOfName(Chars.at(text, i))) {
      i++;
    }
    return i > name && Chars.at(text, i) == '=';
  }

  private static boolean isWord(String text, int sign) {
    int from = startOfValue(text, sign, false);
    return text.charAt(sign) == '=' && !Chars.looksRandom(text, from, endOfWord(text, from));
  }

  private static int endOfWord(String text, int from) {
    int i = from;
    while (i - from < LONGEST_NAME && Chars.isAlnum(Chars.at(text, i))) {
      i++;
    }
    return Chars.isSpace(Chars.at(text, i)) ? from : i;
  }
}
