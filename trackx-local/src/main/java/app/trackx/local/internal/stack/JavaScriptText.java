package app.trackx.local.internal.stack;

import java.util.ArrayList;
import java.util.List;

/**
 * White space and line terminators as defined by JavaScript. They differ from those of Java's {@code trim} and {@code
 * strip}, for example for the no-break space and the byte order mark.
 */
final class JavaScriptText {
  private JavaScriptText() {}

  static boolean isSpace(char c) {
    return c == ' '
        || (c >= '\t' && c <= '\r')
        || c == '\uFEFF'
        || isLineEnd(c)
        || Character.getType(c) == Character.SPACE_SEPARATOR;
  }

  /** Returns whether {@code .} in a JavaScript regular expression does not match the character. */
  static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r' || c == '\u2028' || c == '\u2029';
  }

  static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** Returns the maximal parts of a text that {@code .*} can match, from left to right. */
  static List<String> stretches(String text) {
    List<String> stretches = new ArrayList<>(1);
    int start = 0;
    while (start <= text.length()) {
      int end = stretchEnd(text, start);
      stretches.add(text.substring(start, end));
      start = end + 1;
    }
    return stretches;
  }

  static int stretchEnd(String text, int from) {
    int end = from;
    while (end < text.length() && !isLineEnd(text.charAt(end))) {
      end++;
    }
    return end;
  }

  static int stretchStart(String text, int from) {
    int start = from;
    while (start > 0 && !isLineEnd(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }
}
