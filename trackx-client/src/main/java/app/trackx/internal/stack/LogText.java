package app.trackx.internal.stack;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Texts of log records without the parts that differ from record to record.
 *
 * <p>A message with placeholders was written by a programmer, and all of it counts. Without them the
 * parameters may be part of the text: words that contain a digit do not count then, such as order
 * numbers, identifiers, times and addresses. Nor do the words of a date beside such a word.
 */
final class LogText {
  private static final int MAX_LENGTH = 1_000;
  private static final int SHORTEST_IDENTIFIER = 6;

  /** Hashes of {@code Object.toString()} are rarely shorter. */
  private static final int SHORTEST_HASH = 5;

  /** Names in dates, also of time zones, as {@link java.util.Date#toString()} writes them. */
  private static final Set<String> OF_DATES = new HashSet<>(Arrays.asList(
      "Jan",
      "Feb",
      "Mar",
      "Apr",
      "May",
      "Jun",
      "Jul",
      "Aug",
      "Sep",
      "Oct",
      "Nov",
      "Dec",
      "January",
      "February",
      "March",
      "April",
      "June",
      "July",
      "August",
      "September",
      "October",
      "November",
      "December",
      "Mon",
      "Tue",
      "Wed",
      "Thu",
      "Fri",
      "Sat",
      "Sun",
      "Monday",
      "Tuesday",
      "Wednesday",
      "Thursday",
      "Friday",
      "Saturday",
      "Sunday",
      "AM",
      "PM",
      "UTC",
      "GMT",
      "CET",
      "CEST",
      "EST",
      "EDT",
      "CST",
      "CDT",
      "MST",
      "MDT",
      "PST",
      "PDT",
      "BST",
      "IST",
      "JST"));

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
    String words = constantWordsOf(text);
    // a single word may be the key of a message, or an error code
    return words.isEmpty() && isWord(text) ? text : words;
  }

  private static String constantWordsOf(String text) {
    StringBuilder words = new StringBuilder(text.length());
    int certain = 0; // the length without names of a date before a word that may be its number
    boolean skipped = false;
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i < text.length() && !Character.isWhitespace(text.charAt(i))) {
        continue;
      }
      if (i > from) {
        boolean ofDate = isOfDate(text, from, i);
        skipped = hasDigit(text, from, i) || isHashed(text, from, i) || (ofDate && skipped);
        if (skipped) {
          words.setLength(certain);
        } else {
          words.append(words.length() == 0 ? "" : " ").append(text, from, i);
          certain = ofDate ? certain : words.length();
        }
      }
      from = i + 1;
    }
    return words.toString();
  }

  private static boolean isOfDate(String text, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && !Character.isLetter(text.charAt(start))) {
      start++;
    }
    while (end > start && !Character.isLetter(text.charAt(end - 1))) {
      end--;
    }
    return end > start && OF_DATES.contains(text.substring(start, end));
  }

  /** Returns whether it is like {@code Order@deadbeef}, whose hash happens to have no digit. */
  private static boolean isHashed(String text, int from, int to) {
    int at = text.indexOf('@', from);
    if (at < 0 || at >= to) {
      return false;
    }
    int end = at + 1;
    while (end < to && Character.digit(text.charAt(end), 16) >= 0) {
      end++;
    }
    return end - at > SHORTEST_HASH && (end == to || !isPartOfAddress(text.charAt(end)));
  }

  private static boolean isPartOfAddress(char c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == '-';
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
