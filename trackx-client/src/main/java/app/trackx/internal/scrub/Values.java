package app.trackx.internal.scrub;

import java.util.Locale;
import java.util.Set;

/**
 * A check whether the text after a sensitive name is its value. Inspects only the start, so that it
 * is cheap for other texts.
 */
final class Values {
  /** The characters, besides a space, that end a value without quotes. */
  static final String ENDS = ",;&)]}>\"'`<|";

  private static final int MAX_INSPECTED = 64;
  private static final int LONGEST_CONSTANT = 5;

  /** Words that start a sentence. A password differs from these, for example by a digit. */
  private static final Set<String> PROSE =
      Words.of("a an and are at authentication bad blank but can cannot denied did does empty "
          + "encoder error expected expired failed failure for from has have in incorrect "
          + "invalid is it length login may mismatch missing must no not of on only or "
          + "policy rejected required reset should size the this to too unknown "
          + "unsupported was with wrong you your value null yes");

  private static final Set<String> CONSTANTS = Words.of("null true false none empty");

  private Values() {}

  /**
   * Returns whether a value starts there.
   *
   * @param prose whether it may be a sentence instead, because it follows a colon
   */
  static boolean isValue(String text, int from, String name, boolean prose) {
    int to = endOfStart(text, from);
    if (!hasContent(text, from, to)) {
      return false;
    }
    boolean digits = isDigits(text, from, to);
    if (KeyNames.isWeak(name)) { // a word that has other meanings
      if (prose && name.endsWith("signature")) {
        return false;
      }
      int length = to - from;
      return length >= 4 && (digits || length >= 16 || looksGenerated(text, from, to, prose));
    }
    if (!prose) {
      return true;
    }
    char first = text.charAt(from);
    if (first == ':' || first == '/' || first == '(' || first == '[' || first == '{') {
      return false;
    }
    if (!KeyNames.isTyped(name)) {
      return Chars.looksRandom(text, from, to) || (Chars.isDigit(first) && to - from >= 3);
    }
    return !isProse(text, from) && (isAtEnd(text, to) || !isPlain(text, from, to));
  }

  private static boolean looksGenerated(String text, int from, int to, boolean prose) {
    boolean digit = false;
    boolean lower = false;
    for (int i = from; i < to; i++) {
      digit |= Chars.isDigit(text.charAt(i));
      lower |= Character.isLowerCase(text.charAt(i));
    }
    // VALUE_STRING2 and org.acme.Session are names
    return Chars.looksRandom(text, from, to) && (lower || !prose) && (digit || !prose);
  }

  private static int endOfStart(String text, int from) {
    int to = from;
    while (to < text.length()
        && to - from < MAX_INSPECTED
        && !Chars.isSpace(text.charAt(to))
        && ENDS.indexOf(text.charAt(to)) < 0) {
      to++;
    }
    return to;
  }

  /** Returns whether it has a letter or a digit, and is not a constant or placeholder. */
  static boolean hasContent(String text, int from, int to) {
    boolean found = false;
    for (int i = from; i < to && !found; i++) {
      found = Chars.isAlnum(text.charAt(i));
    }
    return found
        && !text.startsWith("${", from)
        && !(to - from <= LONGEST_CONSTANT
            && CONSTANTS.contains(text.substring(from, to).toLowerCase(Locale.ROOT)));
  }

  private static boolean isDigits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Chars.isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether the clause ends there, so that the word is alone. */
  private static boolean isAtEnd(String text, int to) {
    char c = Chars.at(text, to);
    char next = Chars.at(text, to + 1);
    return c != ' ' || next == '(' || next == '-' || next == Chars.NONE;
  }

  /** Returns whether it is a lower-case word, or a small number. */
  private static boolean isPlain(String text, int from, int to) {
    if (isDigits(text, from, to)) {
      return to - from < 4;
    }
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      boolean capital = i == from && Character.isUpperCase(c);
      if (!Character.isLowerCase(c) && !capital && "/-:.".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether it continues like a sentence: {@code must not be blank}. */
  static boolean isProse(String text, int from) {
    int to = from;
    while (to < text.length() && to - from < 20 && Chars.isLetter(text.charAt(to))) {
      to++;
    }
    char after = Chars.at(text, to);
    return !Chars.isAlnum(after)
        && "=_-:@#".indexOf(after) < 0
        && PROSE.contains(text.substring(from, to).toLowerCase(Locale.ROOT));
  }
}
