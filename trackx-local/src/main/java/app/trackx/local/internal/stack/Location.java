package app.trackx.local.internal.stack;

import org.jspecify.annotations.Nullable;

/**
 * A location in a source file, parsed from {@code file:line:column} or {@code file:line}. The last such pattern in the
 * text wins.
 *
 * <p>Parsed from the right without {@code java.util.regex}, where a greedy pattern on a line of 128 KiB takes quadratic
 * time or overflows the stack. Every search here is linear, because the digits after a colon end at the next colon.
 */
final class Location {
  private static final Location NOWHERE = new Location("", 0, 0);

  private final String file;
  private final double line;
  private final double column;

  private Location(String file, double line, double column) {
    this.file = file.replace('\\', '/');
    this.line = line;
    this.column = column;
  }

  String file() {
    return file;
  }

  /** Returns the line; null if it is missing or 0; at most {@link Integer#MAX_VALUE}. */
  @Nullable
  Integer line() {
    return line == 0 ? null : (Integer) (int) line;
  }

  /** Returns the column; null if it is missing or 0; at most {@link Integer#MAX_VALUE}. */
  @Nullable
  Integer column() {
    return column == 0 ? null : (Integer) (int) column;
  }

  /** Returns {@code file:line:column} with the exact numbers, as JavaScript writes them. */
  @Override
  public String toString() {
    return file + ':' + lineText() + ':' + columnText();
  }

  /** Returns the exact line, as JavaScript writes it. */
  String lineText() {
    return orUndefined(line);
  }

  /** Returns the exact column, as JavaScript writes it. */
  String columnText() {
    return orUndefined(column);
  }

  private static String orUndefined(double number) {
    return number == 0 ? "undefined" : JavaScriptNumber.text(number);
  }

  /** Parses {@code file:line:column}, or else {@code file:line}, or else returns a location without a file. */
  static Location of(String text) {
    int colon = lastLineAndColumn(text);
    if (colon >= 0) {
      return withColumn(text, 0, colon);
    }
    colon = lastLine(text);
    return colon < 0 ? NOWHERE : new Location(text.substring(0, colon), number(text, colon + 1), 0);
  }

  /** Parses a location whose file begins at {@code start} and whose {@code :line:column} at {@code colon}. */
  static Location withColumn(String text, int start, int colon) {
    int second = digitsEnd(text, colon + 1);
    return new Location(
        text.substring(start, colon), number(text, colon + 1), number(text, second + 1));
  }

  /** Returns the index of the last {@code :digits:digits}; -1 if there is none. */
  static int lastLineAndColumn(String text) {
    int colon = text.lastIndexOf(':');
    while (colon >= 0 && !isLineAndColumn(text, colon)) {
      colon = text.lastIndexOf(':', colon - 1);
    }
    return colon;
  }

  private static boolean isLineAndColumn(String text, int colon) {
    int second = digitsEnd(text, colon + 1);
    return second > colon + 1
        && text.startsWith(":", second)
        && digitsEnd(text, second + 1) > second + 1;
  }

  private static int lastLine(String text) {
    int colon = text.lastIndexOf(':');
    while (colon >= 0 && digitsEnd(text, colon + 1) == colon + 1) {
      colon = text.lastIndexOf(':', colon - 1);
    }
    return colon;
  }

  private static int digitsEnd(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static double number(String text, int from) {
    return Double.parseDouble(text.substring(from, digitsEnd(text, from)));
  }
}
