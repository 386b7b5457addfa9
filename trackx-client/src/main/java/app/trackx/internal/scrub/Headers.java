package app.trackx.internal.scrub;

import java.util.Set;

/** The headers of HTTP whose whole line is sensitive. */
final class Headers {
  private static final int LONGEST_WORD = 64;

  private static final Set<String> HEADERS =
      Words.of("authorization proxyauthorization cookie setcookie cookie2 setcookie2 xapikey "
          + "xauthtoken xcsrftoken xxsrftoken xaccesstoken xamzsecuritytoken");

  /** Words before the credentials in a header. */
  private static final Set<String> SCHEMES =
      Words.of("basic bearer digest negotiate ntlm oauth token apikey hawk");

  private Headers() {}

  /**
   * Returns whether the value of a header follows, rather than a sentence or an expression.
   *
   * @param colon whether a colon precedes it, as in a dump of headers
   */
  static boolean isHeader(String text, String name, int from, boolean colon) {
    if (!HEADERS.contains(KeyNames.joined(name)) || Values.isProse(text, from)) {
      return false;
    }
    int word = from;
    for (int words = 0; words < 3; words++) {
      int to = word;
      while (to - word < LONGEST_WORD && Chars.at(text, to) > ' ') {
        char c = text.charAt(to);
        if (c == '(') {
          return false; // hasRole('ADMIN')
        }
        if (c == '=' || Chars.isDigit(c)) {
          return true;
        }
        to++;
      }
      if (to == word) {
        break;
      }
      if (colon && words == 0 && isAtEndOfLine(text, to) && Values.hasContent(text, from, to)) {
        return true;
      }
      String first = text.substring(from, to);
      if (SCHEMES.contains(KeyNames.lower(first))) {
        return true;
      }
      word = to + 1;
    }
    return name.length() > 6 && Chars.looksRandom(text, from, endOfWord(text, from));
  }

  /** Returns the end of the header: the end of its line, or of the quotes or brackets around it. */
  static int end(String text, int from, char around) {
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

  private static boolean isAtEndOfLine(String text, int i) {
    return i == text.length() || text.charAt(i) == '\n' || text.charAt(i) == '\r';
  }

  private static int endOfWord(String text, int from) {
    int i = from;
    while (i - from < LONGEST_WORD && Chars.at(text, i) > ' ') {
      i++;
    }
    return i;
  }
}
