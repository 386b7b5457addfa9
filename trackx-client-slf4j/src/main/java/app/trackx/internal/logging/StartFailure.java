package app.trackx.internal.logging;

/**
 * A start of a Spring Boot application that failed, as Spring Boot analyzes and logs it: as text
 * without the exception, and all of them at the same line.
 *
 * <p>Only the description in the text tells one failure from another. The server groups an event
 * without frames by its message. So the message is the description without what differs from start
 * to start or from host to host: numbers, ports, addresses, versions, generated words, and values in
 * double quotes. Names of beans are in single ones.
 */
final class StartFailure {
  static final String NAME = "Application failed to start";

  private static final String REPORTER =
      "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter";

  private static final String BANNER = "APPLICATION FAILED TO START";
  private static final String DESCRIPTION = "\nDescription:";
  private static final String ACTION = "\nAction:";
  private static final String VARIABLE = "#";

  /** The length of a number within a word that is no version of a name, such as {@code Log4j2}. */
  private static final int LONG_NUMBER = 3;

  private static final int SHORTEST_HEX = 4;
  private static final int LAST_OF_UUID = 12;

  private StartFailure() {}

  /** Returns whether records of a logger, without exception, are such failures. */
  static boolean isLoggedBy(String logger) {
    return logger.equals(REPORTER);
  }

  /**
   * Returns the description of the failure, without what varies; the whole text if it has another
   * form.
   */
  static String description(String text) {
    String lines = text.indexOf('\r') < 0 ? text : text.replace("\r", "");
    int from = lines.indexOf(DESCRIPTION);
    int to = from < 0 ? -1 : lines.indexOf(ACTION, from);
    String description =
        from < 0 ? "" : lines.substring(from + DESCRIPTION.length(), to < 0 ? lines.length() : to);
    if (description.trim().isEmpty()) {
      int banner = lines.indexOf(BANNER);
      description = banner < 0 ? lines : lines.substring(banner);
    }
    return stable(description.trim());
  }

  private static String stable(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      if (Character.isLetterOrDigit(text.charAt(i))) {
        int end = i + 1;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
          end++;
        }
        boolean afterAt = i > 0 && text.charAt(i - 1) == '@';
        appendWord(out, text.substring(i, end), afterAt);
        i = end;
      } else {
        int close = text.charAt(i) == '"' ? closingQuote(text, i + 1) : -1;
        out.append(text.charAt(i));
        if (close >= 0) {
          out.append(VARIABLE).append('"');
        }
        i = Math.max(i, close) + 1;
      }
    }
    return out.toString();
  }

  /** Returns the position of the next quote in the same line; -1 if there is none. */
  private static int closingQuote(String text, int from) {
    int quote = text.indexOf('"', from);
    int newLine = text.indexOf('\n', from);
    return newLine >= 0 && newLine < quote ? -1 : quote;
  }

  private static void appendWord(StringBuilder out, String word, boolean afterAt) {
    boolean hex = isHex(word);
    boolean inUuid =
        endsWith(out, "#-") && (word.length() == SHORTEST_HEX || word.length() == LAST_OF_UUID);
    if (isDigit(word.charAt(0))
        || (hex && (afterAt || inUuid))
        || (hex && word.length() >= SHORTEST_HEX && hasDigit(word))
        || isRandom(word)) {
      appendVariable(out);
      return;
    }
    int i = 0;
    while (i < word.length()) {
      int end = i;
      while (end < word.length() && isDigit(word.charAt(end))) {
        end++;
      }
      if (end - i >= LONG_NUMBER) {
        out.append(VARIABLE);
        i = end;
      } else {
        end = Math.max(end, i + 1);
        out.append(word, i, end);
        i = end;
      }
    }
  }

  /** Appends one sign for several that belong together: an address, a version, a UUID. */
  private static void appendVariable(StringBuilder out) {
    int last = out.length() - 1;
    boolean goesOn =
        last > 0 && out.charAt(last - 1) == '#' && ".:-_/,".indexOf(out.charAt(last)) >= 0;
    if (goesOn) {
      out.setLength(last);
    } else {
      out.append(VARIABLE);
    }
  }

  /** Returns whether a word of small letters has digits at several places, as names of pods have. */
  private static boolean isRandom(String word) {
    int numbers = 0;
    boolean before = false;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (Character.isUpperCase(c)) {
        return false;
      }
      numbers += isDigit(c) && !before ? 1 : 0;
      before = isDigit(c);
    }
    return numbers > 1;
  }

  private static boolean isHex(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (!isDigit(c) && !(c >= 'a' && c <= 'f') && !(c >= 'A' && c <= 'F')) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasDigit(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (isDigit(word.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean endsWith(StringBuilder out, String end) {
    int from = out.length() - end.length();
    return from >= 0 && out.indexOf(end, from) == from;
  }
}
