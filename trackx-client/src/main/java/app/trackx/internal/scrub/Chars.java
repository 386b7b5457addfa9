package app.trackx.internal.scrub;

/** Character tests for the rules. Positions outside the text contain NUL, which matches nothing. */
final class Chars {
  static final char NONE = '\0';

  private static final int CASE_BIT = 0x20;

  /** More than the longest word that precedes a value: {@code fingerprint}. */
  private static final int LONGEST_WORD = 12;

  private Chars() {}

  static char at(String text, int i) {
    return i >= 0 && i < text.length() ? text.charAt(i) : NONE;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isAsciiLetter(char c) {
    char lower = (char) (c | CASE_BIT);
    return lower >= 'a' && lower <= 'z';
  }

  static boolean isAscii(char c) {
    return c < 0x80;
  }

  static boolean isLetter(char c) {
    return isAscii(c) ? isAsciiLetter(c) : Character.isLetter(c);
  }

  static boolean isAlnum(char c) {
    return isAscii(c) ? isAsciiLetter(c) || isDigit(c) : Character.isLetterOrDigit(c);
  }

  static boolean isHex(char c) {
    char lower = (char) (c | CASE_BIT);
    return isDigit(c) || (lower >= 'a' && lower <= 'f');
  }

  /** Returns whether all of it is hexadecimal; true for an empty range. */
  static boolean isHex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isHex(at(text, i))) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether letters or digits stand on both sides of a character. */
  static boolean isWithinWord(String text, int i) {
    return isAlnum(at(text, i - 1)) && isAlnum(at(text, i + 1));
  }

  static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\u00a0';
  }

  static boolean isQuote(char c) {
    return c == '"' || c == '\'' || c == '`';
  }

  /** Returns whether it belongs to a script that is written without spaces, or nearly so. */
  static boolean isIdeographic(char c) {
    return !isAscii(c)
        && (Character.isIdeographic(c)
            || (c >= '\u3040' && c <= '\u30ff')
            || (c >= '\uac00' && c <= '\ud7a3'));
  }

  /** Returns whether it continues a word; characters of a script without spaces do not. */
  static boolean isOfWord(char c) {
    return isAlnum(c) && !isIdeographic(c);
  }

  /** Returns whether {@code word} (in lower case) is at that position, ignoring case. */
  static boolean hasWord(String text, int from, String word) {
    return text.regionMatches(true, from, word, 0, word.length())
        && !isAlnum(at(text, from + word.length()))
        && at(text, from + word.length()) != '_';
  }

  /**
   * Returns whether one of these words, ignoring case, precedes {@code from}, separated by at most
   * three of these characters.
   */
  static boolean isAfterWord(String text, int from, String signs, String[] words) {
    int i = from - 1;
    while (i >= 0 && from - i < 4 && signs.indexOf(text.charAt(i)) >= 0) {
      i--;
    }
    int to = i + 1;
    while (i >= 0 && to - i <= LONGEST_WORD && isAsciiLetter(text.charAt(i))) {
      i--;
    }
    for (String word : words) {
      if (to - i - 1 == word.length() && text.regionMatches(true, i + 1, word, 0, word.length())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether a word that ends in one of these, as {@code traceId} and {@code trace_id} do,
   * precedes {@code from}, with a sign or more between them.
   */
  static boolean isAfterEnding(String text, int from, String[] words) {
    int to = from;
    while (to > 0 && from - to < 4 && " :='\"(#".indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    for (String word : words) {
      int begin = to - word.length();
      char before = at(text, begin - 1);
      if (to < from
          && begin >= 0
          && text.regionMatches(true, begin, word, 0, word.length())
          && (!isAlnum(before)
              || (Character.isUpperCase(text.charAt(begin)) && Character.isLowerCase(before)))) {
        return true; // traceId, trace_id
      }
    }
    return false;
  }

  /** Returns the end of the line that contains {@code from}. */
  static int endOfLine(String text, int from) {
    int newline = text.indexOf('\n', from);
    return newline < 0 ? text.length() : newline;
  }

  /**
   * Returns whether a word looks generated, unlike one of a language: letters and digits, or
   * capitals within.
   */
  static boolean looksRandom(String text, int from, int to) {
    boolean digit = false;
    boolean letter = false;
    boolean innerCapital = false;
    boolean lower = false;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      digit |= isDigit(c);
      letter |= isLetter(c);
      lower |= Character.isLowerCase(c);
      innerCapital |= i > from && Character.isUpperCase(c);
    }
    return (digit && letter) || (innerCapital && lower) || (digit && to - from >= 12);
  }
}
