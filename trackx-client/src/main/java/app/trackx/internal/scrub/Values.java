package app.trackx.internal.scrub;

import java.util.Locale;
import java.util.Set;

/**
 * Whether what follows a sensitive name is a value of it. Looks at the beginning only, so that a
 * text that is none costs no more than a glance.
 */
final class Values {
  /** What a value that is not in quotes does not go over; a space neither. */
  static final String ENDS = ",;&)]}>\"'`<|";

  private static final int GLANCE = 64;
  private static final int LONGEST_CONSTANT = 5;

  /** A password in a sentence is told from the sentence by a digit and the like. */
  private static final Set<String> PROSE =
      Words.of("a an and are at authentication bad blank but can cannot denied did does empty "
          + "encoder error expected expired failed failure for from has have in incorrect "
          + "invalid is it length login may mismatch missing must no not of on only or "
          + "policy rejected required reset should size the this to too unknown "
          + "unsupported was with wrong you your value null yes");

  private static final Set<String> CONSTANTS = Words.of("null true false none empty");

  private Values() {}

  /**
   * Whether a value begins there.
   *
   * @param prose whether it may be a sentence instead, since it stands after a colon
   */
  static boolean isOne(String text, int from, String name, boolean prose) {
    int to = glance(text, from);
    if (!isAnything(text, from, to)) {
      return false;
    }
    boolean digits = isDigits(text, from, to);
    if (KeyNames.isWeak(name)) { // a word that has other meanings
      if (prose && name.endsWith("signature")) {
        return false;
      }
      int length = to - from;
      return length >= 4 && (digits || length >= 16 || isMade(text, from, to, prose));
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

  private static boolean isMade(String text, int from, int to, boolean prose) {
    boolean digit = false;
    boolean lower = false;
    for (int i = from; i < to; i++) {
      digit |= Chars.isDigit(text.charAt(i));
      lower |= Character.isLowerCase(text.charAt(i));
    }
    // VALUE_STRING2 is a name, and so is org.acme.Session
    return Chars.looksRandom(text, from, to) && (lower || !prose) && (digit || !prose);
  }

  private static int glance(String text, int from) {
    int to = from;
    while (to < text.length()
        && to - from < GLANCE
        && !Chars.isSpace(text.charAt(to))
        && ENDS.indexOf(text.charAt(to)) < 0) {
      to++;
    }
    return to;
  }

  /** Whether it has a letter or a digit, and is no constant or placeholder. */
  static boolean isAnything(String text, int from, int to) {
    boolean anything = false;
    for (int i = from; i < to && !anything; i++) {
      anything = Chars.isAlnum(text.charAt(i));
    }
    return anything
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

  /** Whether the clause ends there, so that the word stands alone. */
  private static boolean isAtEnd(String text, int to) {
    char c = Chars.at(text, to);
    char next = Chars.at(text, to + 1);
    return c != ' ' || next == '(' || next == '-' || next == Chars.NONE;
  }

  /** Whether it is a word of small letters, or a small number. */
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

  /** Whether it goes on as a sentence does: {@code must not be blank}. */
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
