package app.trackx.internal.stack;

/**
 * Texts of log records without the parts that differ from record to record.
 *
 * <p>A message with placeholders was written by a programmer, and all of it counts. Without them the
 * parameters may be part of the text: words that contain a digit do not count then, such as order
 * numbers, identifiers, times and addresses.
 */
final class LogText {
  private static final int MAX_LENGTH = 1_000;
  private static final int SHORTEST_IDENTIFIER = 6;

  private LogText() {}

  /**
   * Returns the part of a message that is the same in each record.
   *
   * @param message the message without its parameters, or with them if these are not known
   * @return the whole text if it has placeholders, or is a single word
   */
  static String constantPartOf(String message) {
    String text = message.length() > MAX_LENGTH ? message.substring(0, MAX_LENGTH) : message;
    if (hasPlaceholder(text)) {
      return text;
    }
    StringBuilder words = new StringBuilder(text.length());
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || Character.isWhitespace(text.charAt(i))) {
        if (i > from && !hasDigit(text, from, i)) {
          words.append(words.length() == 0 ? "" : " ").append(text, from, i);
        }
        from = i + 1;
      }
    }
    // a single word may be the key of a message, or an error code
    return words.length() == 0 && isWord(text) ? text : words.toString();
  }

  /**
   * Returns the name of a logger without a number, or an identifier, that follows a separator: some
   * applications have a logger for each session.
   */
  static String loggerOf(String name) {
    StringBuilder kept = new StringBuilder(name.length());
    int from = 0;
    for (int i = 0; i <= name.length(); i++) {
      if (i == name.length() || isSeparator(name.charAt(i))) {
        if (from == 0 || !isIdentifier(name, from, i)) {
          kept.append(name, from, i);
        }
        if (i < name.length()) {
          kept.append(name.charAt(i));
        }
        from = i + 1;
      }
    }
    return kept.toString();
  }

  /** Returns false for a dollar as well: {@code Pay$1} and {@code Pay$2} are two classes. */
  private static boolean isSeparator(char c) {
    return c != '$' && !Character.isLetterOrDigit(c);
  }

  /** Returns whether there is {@code {}}, {@code {0}} or {@code {0,…}}, or {@code %s} or the like. */
  private static boolean hasPlaceholder(String text) {
    for (int i = 0; i + 1 < text.length(); i++) {
      char c = text.charAt(i);
      if ((c == '{' && isIndexed(text, i + 1)) || (c == '%' && isFormat(text, i + 1))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIndexed(String text, int from) {
    int i = afterDigits(text, from);
    return i < text.length() && (text.charAt(i) == '}' || (text.charAt(i) == ',' && i > from));
  }

  private static boolean isFormat(String text, int from) {
    int i = from;
    while (i < text.length()
        && (ClassNames.isDigit(text.charAt(i)) || "-#+0(,$.".indexOf(text.charAt(i)) >= 0)) {
      i++;
    }
    if (i == text.length()) {
      return false;
    }
    char c = text.charAt(i);
    boolean endsWord = i + 1 == text.length() || !Character.isLetter(text.charAt(i + 1));
    return c == 's' || c == 'd' || (endsWord && "SxXfeEgGbBcCoaAtT".indexOf(c) >= 0);
  }

  private static int afterDigits(String text, int from) {
    int i = from;
    while (i < text.length() && ClassNames.isDigit(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Returns whether it begins with a digit, or is hexadecimal, has one, and is not short. */
  private static boolean isIdentifier(String text, int from, int to) {
    if (from < to && ClassNames.isDigit(text.charAt(from))) {
      return true;
    }
    if (to - from < SHORTEST_IDENTIFIER) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (Character.digit(text.charAt(i), 16) < 0) {
        return false;
      }
    }
    return hasDigit(text, from, to);
  }

  private static boolean isWord(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isWhitespace(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty() && Character.isLetter(text.charAt(0));
  }

  private static boolean hasDigit(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (Character.isDigit(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }
}
