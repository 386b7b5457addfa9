package app.trackx.internal.scrub;

/** The boundaries of URLs within a text. */
final class Urls {
  private static final int DEEPEST = 16;
  private static final String CJK_PUNCTUATION = "、。，．：；！？（）「」『』【】《》";
  private static final char FIRST_OF_CJK = '\u3001';

  private Urls() {}

  /** Returns whether the character ends any URL. */
  static boolean ends(char c) {
    if (c >= 'a' && c <= 'z') {
      return false; // most of them
    }
    return c <= ' '
        || c == '"'
        || c == '\''
        || c == '<'
        || c == '>'
        || c == '`'
        || c == '|'
        || c == '\\'
        || c == '\u00a0'
        || c == '\u2026'
        || (c >= FIRST_OF_CJK && CJK_PUNCTUATION.indexOf(c) >= 0);
  }

  /**
   * Returns the end of the URL that contains {@code from}, without the punctuation of a sentence
   * around it.
   */
  static int end(String text, int from) {
    return end(text, from, text.length());
  }

  /** Returns the same end, or {@code most} if the URL is longer, without punctuation before it. */
  static int end(String text, int from, int most) {
    int open = 0;
    int i = from;
    for (; i < most; i++) {
      char c = text.charAt(i);
      if (ends(c) && !(c == '\'' && Chars.isWithinWord(text, i))) {
        break;
      }
      if (c == '(' || c == '[' || c == '{') {
        open = Math.min(DEEPEST, open + 1);
      } else if ((c == ')' || c == ']' || c == '}') && --open < 0) {
        break;
      }
    }
    while (i > from && ".,;:!?".indexOf(text.charAt(i - 1)) >= 0) {
      i--;
    }
    return i;
  }

  /** Returns the index of the first of these characters in {@code from..to}, or {@code to}. */
  static int firstOf(String text, String characters, int from, int to) {
    for (int i = from; i < to; i++) {
      if (characters.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return to;
  }

  /** Returns the index of the last such character in {@code from..to}, or -1. */
  static int lastOf(String text, char character, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (text.charAt(i) == character) {
        return i;
      }
    }
    return -1;
  }
}
