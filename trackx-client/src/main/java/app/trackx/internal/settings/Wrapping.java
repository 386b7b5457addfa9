package app.trackx.internal.settings;

/**
 * Removal of characters around a setting's value that are not part of it: blanks, line breaks, byte
 * order marks and other invisible characters, and pairs of quotes, including nested and escaped
 * ones. A shell, YAML, JSON, a Kubernetes secret or a word processor may leave them there.
 */
final class Wrapping {
  /** The UTF-8 byte order mark, read as ISO 8859-1. */
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

  private static final String QUOTES =
      "\"'`\u00b4\u00ab\u00bb" // straight, grave, acute, guillemets
          + "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2032\u2033\u2039\u203a" // typographic
          + "\u300c\u300d\u300e\u300f\u301d\u301e\u301f\uff02\uff07"; // East Asian

  private Wrapping() {}

  static String remove(String text) {
    int start = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length() : 0;
    int end = text.length();
    while (start < end) {
      if (isInvisible(text.charAt(start))) {
        start++;
      } else if (isInvisible(text.charAt(end - 1))) {
        end--;
      } else {
        int opening = openingQuote(text, start, end);
        int closing = closingQuote(text, start, end);
        if (opening == 0 || closing == 0 || opening + closing > end - start) {
          break;
        }
        start += opening;
        end -= closing;
      }
    }
    return text.substring(start, end);
  }

  private static boolean isInvisible(char c) {
    if (c <= ' ') {
      return true;
    }
    if (c < 0x7f) {
      return false;
    }
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SPACE_SEPARATOR
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  /** Returns the length of the quote that the text starts with; 0 for none. */
  private static int openingQuote(String text, int start, int end) {
    int at = text.charAt(start) == '\\' && start + 1 < end ? start + 1 : start;
    return isQuote(text.charAt(at)) ? at - start + 1 : 0;
  }

  private static int closingQuote(String text, int start, int end) {
    if (!isQuote(text.charAt(end - 1))) {
      return 0;
    }
    return end - 2 >= start && text.charAt(end - 2) == '\\' ? 2 : 1;
  }

  private static boolean isQuote(char c) {
    return QUOTES.indexOf(c) >= 0;
  }
}
