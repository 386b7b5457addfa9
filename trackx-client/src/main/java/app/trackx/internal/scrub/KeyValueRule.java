package app.trackx.internal.scrub;

import java.util.Locale;
import java.util.Set;

/**
 * The values of sensitive names within a text: {@code password=x}, {@code "token":"x"}, {@code
 * Authorization: Basic x}, {@code wrong password 'x'}.
 *
 * <p>After an equals sign or in quotes whatever follows is a value. After a colon it may be prose
 * ({@code password: must not be blank}), so there a word that is one of a language stays.
 */
final class KeyValueRule implements Rule {
  private static final int LONGEST_NAME = 64;
  private static final int MOST_SPACES = 2;
  private static final String ENDS_VALUE = ",;&)]}>\"'`<|";

  /** Headers whose whole line is the value. */
  private static final Set<String> HEADERS =
      Words.of("authorization proxyauthorization cookie setcookie cookie2 setcookie2 xapikey "
          + "xauthtoken xcsrftoken xxsrftoken xaccesstoken xamzsecuritytoken");

  private static final Set<String> PROSE =
      Words.of("a an and are at authentication bad blank but can cannot denied did does empty "
          + "encoder error expected expired failed failure for from has have in incorrect "
          + "invalid is it length login may mismatch missing must no not of on only or "
          + "policy rejected required reset should size the this to too unknown "
          + "unsupported was with wrong you your value null yes");

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
      }
      i = Math.max(i, end - 1);
    }
    return redaction.result();
  }

  /** {@code name=value} or {@code name: value}; the end of what was redacted, or -1. */
  private int afterSign(String text, int sign, Redaction redaction) {
    int nameEnd = endOfName(text, sign, redaction.end());
    int nameStart = startOfName(text, nameEnd, redaction.end());
    String name = text.substring(nameStart, nameEnd);
    if (!names.matchesInText(name)) {
      return -1;
    }
    int from = startOfValue(text, sign);
    if (from >= text.length()) {
      return -1;
    }
    char before = Chars.at(text, nameStart - 1);
    boolean inQuotes = Chars.isQuote(Chars.at(text, nameEnd));
    boolean certain = text.charAt(sign) == '=' || inQuotes;
    int quote = text.charAt(from) == '\\' ? from + 1 : from;
    if (Chars.isQuote(Chars.at(text, quote))) {
      return quoted(text, quote, redaction);
    }
    if (HEADERS.contains(KeyNames.joined(name)) && !isProse(text, from)) {
      char around = Chars.isQuote(before) && !inQuotes ? before : '"';
      return redact(text, from, endOfHeader(text, from, around), redaction);
    }
    int to = endOfValue(text, from);
    if (certain && isOpening(text.charAt(from))) {
      return redact(text, from, endOfValue(text, closing(text, from)), redaction);
    }
    boolean redacts = certain ? isValue(text, from, to) : isValueAfterColon(text, from, to, name);
    return redacts ? redact(text, from, to, redaction) : -1;
  }

  /** {@code wrong password 'x'}. */
  private int afterName(String text, int quote, Redaction redaction) {
    int nameEnd = endOfName(text, quote, redaction.end());
    String name = text.substring(startOfName(text, nameEnd, redaction.end()), nameEnd);
    return name.length() > 1 && KeyNames.isPassword(name) ? quoted(text, quote, redaction) : -1;
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

  private static int startOfValue(String text, int sign) {
    int from = sign + 1;
    if (text.charAt(sign) == '=' && Chars.at(text, from) == '>') {
      from++;
    }
    while (from < text.length() && isBlank(text.charAt(from))) {
      from++;
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
      } else if (c == mark && (!escaped || text.charAt(to - 1) == '\\')) {
        break;
      }
    }
    int end = Math.min(to, text.length());
    if (escaped && end < text.length()) {
      end--;
    }
    return end > quote + 1 ? redact(text, quote + 1, end, redaction) : end;
  }

  private int redact(String text, int from, int to, Redaction redaction) {
    if (!labels.isOne(text, from, to)) {
      redaction.replace(from, to, label);
    }
    return Math.max(to, from + 1);
  }

  /** A header goes on to the end of its line, or of the quotes or brackets around it. */
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

  /** Behind the bracket that closes the one there. */
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
        && ENDS_VALUE.indexOf(text.charAt(i)) < 0) {
      i++;
    }
    if (i < text.length() || i - from > 1) {
      while (i > from + 1 && text.charAt(i - 1) == '.') {
        i--; // the end of the sentence
      }
    }
    return i;
  }

  private static boolean isValue(String text, int from, int to) {
    String value = text.substring(from, Math.min(to, from + 6));
    boolean anything = to > from && Chars.isAlnum(text.charAt(from));
    for (int i = from; i < to && !anything; i++) {
      anything = Chars.isAlnum(text.charAt(i));
    }
    return anything
        && !value.startsWith("${")
        && !(to - from <= 5 && isConstant(value.toLowerCase(Locale.ROOT)));
  }

  private static boolean isConstant(String value) {
    return value.equals("null")
        || value.equals("true")
        || value.equals("false")
        || value.equals("none")
        || value.equals("empty");
  }

  private static boolean isValueAfterColon(String text, int from, int to, String name) {
    char first = Chars.at(text, from);
    if (!isValue(text, from, to) || first == ':' || first == '/' || isOpening(first)) {
      return false;
    }
    return KeyNames.isPassword(name) ? !isProse(text, from) : Chars.looksRandom(text, from, to);
  }

  private static boolean isProse(String text, int from) {
    int to = from;
    while (to < text.length() && to - from < 20 && Chars.isLetter(text.charAt(to))) {
      to++;
    }
    return PROSE.contains(text.substring(from, to).toLowerCase(Locale.ROOT))
        && !Chars.isDigit(Chars.at(text, to));
  }
}
