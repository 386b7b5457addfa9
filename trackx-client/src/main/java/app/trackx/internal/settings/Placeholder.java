package app.trackx.internal.settings;

import org.jspecify.annotations.Nullable;

/**
 * Detects placeholders that nothing replaced: of a shell, Kubernetes, Spring, Maven, Helm, Logback
 * or a document. Returns only their form, since the rest may be a default value and so contain the
 * key.
 */
public final class Placeholder {
  /**
   * The suffix that Logback appends to the name of a variable that is not set; the text may then
   * still look valid.
   */
  public static final String UNDEFINED = "_IS_UNDEFINED";

  private static final String[] OPENING = {"${", "$(", "#{", "%{", "{{", "[[", "<"};
  private static final String[] CLOSING = {"}", ")", "}", "}", "}}", "]]", ">"};

  /** Words that some languages print for a missing value. */
  private static final String[] WORDS = {"null", "(null)", "undefined", "none", "nil", "NaN"};

  private Placeholder() {}

  /** Returns the form of the placeholder that a text contains; null if there is none. */
  public static @Nullable String in(String text) {
    for (int i = 0; i < OPENING.length; i++) {
      int at = text.indexOf(OPENING[i]);
      if (at >= 0 && text.indexOf(CLOSING[i], at + OPENING[i].length()) >= 0) {
        return OPENING[i] + "..." + CLOSING[i];
      }
    }
    for (String word : WORDS) {
      if (text.equalsIgnoreCase(word)) {
        return word;
      }
    }
    if (text.contains(UNDEFINED)) {
      return "..." + UNDEFINED;
    }
    if (text.length() > 4 && text.startsWith("__") && text.endsWith("__")) {
      return "__...__";
    }
    return hasNameBetween(text, '@')
        ? "@...@"
        : hasNameBetween(text, '%') ? "%...%" : hasVariable(text) ? "$..." : null;
  }

  private static boolean hasNameBetween(String text, char sign) {
    for (int at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) {
      int end = endOfName(text, at + 1);
      if (end > at + 1 && end < text.length() && text.charAt(end) == sign) {
        return true;
      }
    }
    return false;
  }

  /**
   * Matches {@code $NAME} or {@code http://$HOST/}, but not {@code $Rev$} of a version control
   * system.
   */
  private static boolean hasVariable(String text) {
    int at = text.indexOf('$');
    return at >= 0
        && !text.endsWith("$")
        && (at == 0 || !isOfName(text.charAt(at - 1)))
        && endOfName(text, at + 1) > at + 1;
  }

  /** Returns the end of the name that starts at an index; the index itself if there is none. */
  private static int endOfName(String text, int from) {
    int end = from;
    while (end < text.length()
        && isOfName(text.charAt(end))
        && (end > from || !isDigit(text.charAt(end)))) {
      end++;
    }
    return end;
  }

  private static boolean isOfName(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || isDigit(c)
        || c == '_'
        || c == '.'
        || c == '-';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
