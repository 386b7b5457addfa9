package app.trackx.local.internal.stack;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parser of one trimmed stack line, which tries the server's four formats in the server's order.
 *
 * <p>The server matches greedy, unanchored regular expressions. A greedy group ends at the rightmost position at which the
 * rest still matches, so searching for a format's parts from the right gives the same result; and a format that matches
 * anywhere matches from the leftmost {@code "at "}. Therefore every format takes time linear in the length of the line, even
 * for hostile input.
 */
final class StackLine {
  private static final String AT = "at ";
  private static final String OPEN = " (";
  private static final String EVAL = " (eval at ";

  private StackLine() {}

  static @Nullable StackFrame read(String line) {
    List<String> stretches = JavaScriptText.stretches(line);
    for (String stretch : stretches) {
      StackFrame frame = evalCall(stretch);
      if (frame != null) {
        return frame;
      }
    }
    for (String stretch : stretches) {
      StackFrame frame = call(stretch);
      if (frame != null) {
        return frame;
      }
    }
    if (!line.startsWith(AT)) {
      for (String stretch : stretches) {
        int sign = stretch.lastIndexOf('@');
        if (sign >= 0) {
          return frame(stretch.substring(0, sign), stretch.substring(sign + 1));
        }
      }
    }
    return locationOnly(line);
  }

  /** Parses {@code at callee (eval at … (location), …)}. */
  private static @Nullable StackFrame evalCall(String text) {
    int at = text.indexOf(AT);
    int close = text.lastIndexOf(')');
    int inner = text.lastIndexOf("), ", close - 4);
    int open = text.lastIndexOf(OPEN, inner - 3);
    int eval = text.lastIndexOf(EVAL, open - EVAL.length() - 1);
    return at < 0 || eval < at + AT.length() + 1
        ? null
        : frame(text.substring(at + AT.length(), eval), text.substring(open + 2, inner));
  }

  /** Parses {@code at callee (location)}. */
  private static @Nullable StackFrame call(String text) {
    int at = text.indexOf(AT);
    int close = text.lastIndexOf(')');
    int open = text.lastIndexOf(OPEN, close - 3);
    return at < 0 || open < at + AT.length() + 1
        ? null
        : frame(text.substring(at + AT.length(), open), text.substring(open + 2, close));
  }

  /**
   * Parses {@code file:line:column} at the start of the line, after any number of {@code at}s. As in a backtracking match, as
   * few of them as possible become part of the file.
   */
  private static @Nullable StackFrame locationOnly(String line) {
    BitSet starts = possibleStarts(line);
    int stretchStart = line.length();
    String stretch = "";
    int colon = -1;
    for (int i = starts.length() - 1; i >= 0; i = starts.previousSetBit(i - 1)) {
      if (i < stretchStart) {
        stretchStart = JavaScriptText.stretchStart(line, i);
        stretch = line.substring(stretchStart, JavaScriptText.stretchEnd(line, i));
        colon = Location.lastLineAndColumn(stretch);
      }
      if (stretchStart + colon > i) {
        return new StackFrame("", Location.withColumn(stretch, i - stretchStart, colon));
      }
    }
    return null;
  }

  private static BitSet possibleStarts(String line) {
    BitSet starts = new BitSet();
    starts.set(0);
    int at = 0;
    while (line.startsWith("at", at) && isSpaceAt(line, at + 2)) {
      int end = at + 3;
      while (isSpaceAt(line, end)) {
        end++;
      }
      starts.set(at + 3, end + 1);
      at = end;
    }
    return starts;
  }

  private static boolean isSpaceAt(String line, int index) {
    return index < line.length() && JavaScriptText.isSpace(line.charAt(index));
  }

  private static StackFrame frame(String callee, String location) {
    return new StackFrame(callee, Location.of(location));
  }
}
