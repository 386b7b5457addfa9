package app.trackx.internal.scrub;

import java.util.Locale;
import java.util.Set;

/**
 * The extent of the text after a sensitive name that is its value, if it is one. The name's kind
 * decides: passwords continue over blanks, and what a machine generated ends at the first one. For
 * numbers and names of people see {@link PersonalValues}.
 *
 * <p>After a colon there may be prose ({@code password: must not be blank}) instead.
 */
final class Values {
  /** The characters, besides a space, that end a value without quotes. */
  static final String ENDS = ",;&)]}>\"'`<|";

  private static final int LEAST_DIGITS = 3;
  private static final int LEAST_GENERATED = 8;
  private static final int LEAST_IN_PROSE = 10;
  private static final int LEAST_MIXED = 5;
  private static final int LEAST_HYPHENATED = 8;
  private static final int MAX_INSPECTED = 64;
  private static final String NOT_IN_PASSWORDS = "([{/\\:_=";

  /** The signs at which a typed password may end, and the end of the text. */
  private static final String ENDS_OF_TYPED = "\0 \t\n\r\u00a0)]}<>\"`',;&|?";

  private static final int LONGEST_NAME = 64;
  private static final int LONGEST = 500;

  /** Words that start or continue a sentence. A password differs from these, for example by a digit. */
  private static final Set<String> PROSE = Words.of(
      "a after an and are as at authentication bad be because before blank but by can cannot "
          + "characters contains could during via will would "
          + "denied did does due empty encoder enter error exceeds expected expired failed failure "
          + "field for from had has have if in incorrect invalid is it length login may mismatch "
          + "missing must no not of on only or please policy rejected required reset should since "
          + "size that the then this to too unknown unsupported use was when while with wrong you "
          + "your value null yes");

  private static final Set<String> CONSTANTS =
      Words.of("null nil true false none empty yes no on off ok enabled disabled required optional "
          + "default undefined unknown missing invalid valid verified unverified set unset present "
          + "absent inactive hidden masked redacted filtered protected encrypted");

  private static final Set<String> ALGORITHMS =
      Words.of("sha hmac pbkdf aes utf iso pkcs md scram http rfc us version level step");

  private Values() {}

  /**
   * Returns the end of the value that starts there, or -1 if there is none.
   *
   * @param prose whether it may be a sentence instead, because it follows a colon
   */
  static int end(String text, int from, NameKind kind, boolean prose) {
    if (kind == NameKind.NUMBER || kind == NameKind.SHORT_NUMBER) {
      return PersonalValues.endOfNumber(text, from, kind);
    }
    int to = endOfStart(text, from);
    if (isReference(text, from) || !hasContent(text, from, to)) {
      return -1;
    }
    if (kind == NameKind.WEAK || kind == NameKind.ENDING) {
      return isGenerated(text, from, to, prose) ? endOfValue(text, from) : -1;
    }
    if (prose && ":/([{".indexOf(text.charAt(from)) >= 0) {
      return -1;
    }
    if (kind == NameKind.PLACE || kind == NameKind.PERSON) {
      return PersonalValues.end(text, from, to, kind, prose);
    }
    if (kind == NameKind.USER) {
      return isUser(text, from, to, prose) ? endOfValue(text, from) : -1;
    }
    if (kind == NameKind.SECRET) {
      return isSecret(text, from, to, prose) ? endOfValue(text, from) : -1;
    }
    if (kind == NameKind.MIXED && isNoPassword(text, from, prose)) {
      return -1;
    }
    int end = endOfTyped(text, from, prose);
    boolean value = kind == NameKind.MIXED
        ? isMixed(text, from, end)
        : !prose
            || (!isProse(text, from)
                && (isAtEnd(text, to)
                    || !isPlain(text, from, to)
                    || endOfCapitalized(text, from) > to));
    return value ? end : -1;
  }

  private static boolean isGenerated(String text, int from, int to, boolean prose) {
    return prose
        ? to - from >= LEAST_IN_PROSE && looksGenerated(text, from, to)
        : looksGenerated(text, from, to) || isLongNumber(text, from, to);
  }

  private static boolean isSecret(String text, int from, int to, boolean prose) {
    return prose
        ? Chars.looksRandom(text, from, to)
            || (Chars.isDigit(text.charAt(from)) && to - from >= LEAST_DIGITS)
        : to - from > LEAST_DIGITS || digits(text, from, to) < to - from;
  }

  /** Returns whether it refers to a value, as in {@code ${name}}, {@code :name} and {@code ?}. */
  static boolean isReference(String text, int from) {
    char first = Chars.at(text, from);
    char next = Chars.at(text, from + 1);
    return ((first == '$' || first == '#' || first == '{' || first == '%') && next == '{')
        || (first == ':' && Chars.isLetter(next))
        || (first == '$' && Chars.isDigit(next) && !Chars.isAlnum(Chars.at(text, from + 2)));
  }

  /** Returns whether it has a letter or a digit, and is not a constant or placeholder. */
  static boolean hasContent(String text, int from, int to) {
    boolean found = false;
    for (int i = from; i < to && !found; i++) {
      found = Chars.isAlnum(text.charAt(i));
    }
    return found && !text.startsWith("${", from) && !isConstant(text, from, to);
  }

  private static boolean isConstant(String text, int from, int to) {
    if (to - from > 10) {
      return false;
    }
    return isZero(text, from, to)
        || CONSTANTS.contains(text.substring(from, to).toLowerCase(Locale.ROOT));
  }

  private static boolean isZero(String text, int from, int to) {
    return to - from == 1 && text.charAt(from) == '0';
  }

  /**
   * Returns whether a machine is likely to have generated it as a secret: letters and digits in
   * turn, or both cases in turn; but not a number such as {@code 0x1f}, a version or a name.
   */
  static boolean looksGenerated(String text, int from, int to) {
    if (to - from < LEAST_GENERATED || text.startsWith("0x", from)) {
      return false;
    }
    int changes = 0;
    int mixed = 0;
    int digits = 0;
    int before = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      int type = Chars.isDigit(c) ? 1 : Chars.isLetter(c) ? Character.isUpperCase(c) ? 3 : 2 : 0;
      if ("([{<@#:".indexOf(c) >= 0 && i > from + 2) {
        return changes >= 3 && i - from >= LEAST_GENERATED; // Session@1f2e, Session(id)
      }
      digits += type == 1 ? 1 : 0;
      changes += type * before != 0 && (type == 1) != (before == 1) ? 1 : 0;
      mixed += type * before != 0 && type != before ? 1 : 0;
      before = type;
    }
    return changes >= 3 || (digits > 0 && to - from >= 16 && 5 * mixed >= 2 * (to - from));
  }

  /** Returns the number of digits in it. */
  static int digits(String text, int from, int to) {
    int digits = 0;
    for (int i = from; i < to; i++) {
      digits += Chars.isDigit(text.charAt(i)) ? 1 : 0;
    }
    return digits;
  }

  /**
   * Returns whether it has letters, and digits or signs within, unlike a word or a name of code.
   * With hyphens it needs more, as {@code build-step-2} is a name too.
   */
  static boolean isMixed(String text, int from, int to) {
    boolean letter = false;
    boolean other = false;
    boolean hyphen = false;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      letter |= Chars.isLetter(c);
      other |= Chars.isDigit(c) || "!#$%^*+?@".indexOf(c) >= 0;
      if (c == '.' || NOT_IN_PASSWORDS.indexOf(c) >= 0) {
        return false;
      }
      hyphen |= c == '-';
    }
    return to - from >= LEAST_MIXED && letter && other && (!hyphen || isHyphenated(text, from, to));
  }

  /**
   * Returns whether {@link #isMixed} is certainly false, without a look for the end of the value:
   * names of one sign after another would each look at the same one.
   */
  private static boolean isNoPassword(String text, int from, boolean prose) {
    int i = from;
    while (i - from < LONGEST && ENDS_OF_TYPED.indexOf(Chars.at(text, i)) < 0) {
      if (NOT_IN_PASSWORDS.indexOf(text.charAt(i)) >= 0) {
        return !prose || endOfCapitalized(text, from) <= 0;
      }
      i++;
    }
    return false;
  }

  /** Returns whether a part mixes letters and digits, or the last one is a number of two digits. */
  private static boolean isHyphenated(String text, int from, int to) {
    int first = Urls.firstOf(text, "-", from, to);
    if (to - from < LEAST_HYPHENATED
        || ALGORITHMS.contains(text.substring(from, first).toLowerCase(Locale.ROOT))) {
      return false;
    }
    int part = from;
    for (int i = from; i <= to; i++) {
      if (i == to || text.charAt(i) == '-') {
        int digits = digits(text, part, i);
        if (digits < i - part ? digits > 0 : i == to && digits > 1) {
          return true;
        }
        part = i + 1;
      }
    }
    return false;
  }

  /** Returns whether the first element of a list is a value, rather than a word of a sentence. */
  static boolean isListed(String text, int from, NameKind kind) {
    int to = endOfStart(text, from);
    return Chars.isQuote(Chars.at(text, from))
        || ((kind == NameKind.PASSWORD || kind == NameKind.MIXED)
            && isMixed(text, from, to)
            && Urls.firstOf(text, "@", from, to) == to); // not Encoder@1f2a
  }

  private static boolean isLongNumber(String text, int from, int to) {
    return to - from >= 6 && digits(text, from, to) == to - from;
  }

  private static boolean isUser(String text, int from, int to, boolean prose) {
    return !SensitiveNames.isService(text.substring(from, to).toLowerCase(Locale.ROOT))
        && (!prose || (!isProse(text, from) && (isAtEnd(text, to) || isProse(text, to + 1))));
  }

  private static int endOfStart(String text, int from) {
    int to = from;
    while (to < text.length()
        && to - from < MAX_INSPECTED
        && !Chars.isSpace(text.charAt(to))
        && !isEnd(text.charAt(to))) {
      to++;
    }
    return to;
  }

  private static boolean isEnd(char c) {
    return !Chars.isAlnum(c) && ENDS.indexOf(c) >= 0;
  }

  /** Returns the end of a value without blanks. */
  static int endOfValue(String text, int from) {
    int i = from;
    while (i < text.length()
        && !Chars.isSpace(text.charAt(i))
        && !isEnd(text.charAt(i))
        && !(text.charAt(i) == '?' && Chars.at(text, i + 1) == '[')) { // a redacted query
      i++;
    }
    return withoutStop(text, from, i);
  }

  private static int withoutStop(String text, int from, int to) {
    int i = to;
    while (i > from + 1 && text.charAt(i - 1) == '.') {
      i--; // the full stop of the sentence
    }
    return i;
  }

  /**
   * Returns the end of a password: the end of the line, or what is followed by the next name. Words
   * of a language continue over blanks, others only over signs.
   */
  private static int endOfTyped(String text, int from, boolean prose) {
    int most = Math.min(text.length(), from + LONGEST);
    int capitalized = prose ? endOfCapitalized(text, from) : -1;
    if (capitalized > 0) {
      return capitalized;
    }
    boolean words = !prose && (isPlain(text, from, endOfStart(text, from)) || isLast(text, from));
    int i = from;
    for (; i < most; i++) {
      char c = text.charAt(i);
      char next = Chars.at(text, i + 1);
      if (c == '\n' || c == '\r' || c == '\t' || ")]}<>\"`".indexOf(c) >= 0) {
        break;
      }
      if (c == '\'' && !(Chars.isAlnum(next) && Chars.isAlnum(Chars.at(text, i - 1)))) {
        break;
      }
      if (Chars.isSpace(c) && !(words && isFurtherWord(text, i + 1))) {
        break;
      }
      if (",;&|".indexOf(c) >= 0 && !continuesAfter(text, i + 1)) {
        break;
      }
      if (c == '?' && next == '[') {
        break;
      }
    }
    return withoutStop(text, from, i);
  }

  /** Returns whether a bracket of {@code toString} follows the words: {@code [name=x, pw=x y]}. */
  private static boolean isLast(String text, int from) {
    int i = from;
    while (i - from < MAX_INSPECTED
        && Chars.at(text, i) >= ' '
        && ",;()[]{}\"<>".indexOf(text.charAt(i)) < 0) {
      i++;
    }
    return ")]}".indexOf(Chars.at(text, i)) >= 0;
  }

  /** Returns the end of several capitalized words, if they are the whole line; -1 if not. */
  private static int endOfCapitalized(String text, int from) {
    int words = 0;
    int i = from;
    while (i - from < MAX_INSPECTED
        && Character.isUpperCase(Chars.at(text, i))
        && !isProse(text, i)) {
      do {
        i++;
      } while (i - from < MAX_INSPECTED && Character.isLowerCase(Chars.at(text, i)));
      words++;
      if (Chars.at(text, i) != ' ') {
        break;
      }
      i++;
    }
    boolean line = i == text.length() || Chars.at(text, i) == '\n';
    return line && words > 1 && text.charAt(i - 1) != ' ' ? i : -1;
  }

  /** Returns whether a passphrase continues there, rather than a sentence or an option. */
  private static boolean isFurtherWord(String text, int from) {
    return Chars.isAlnum(Chars.at(text, from)) && !isProse(text, from) && !isName(text, from);
  }

  /** Returns whether a password continues after a sign that also ends values. */
  private static boolean continuesAfter(String text, int from) {
    char c = Chars.at(text, from);
    return c > ' ' && Chars.isAscii(c) && ENDS.indexOf(c) < 0 && c != '[' && !isName(text, from);
  }

  /** Returns whether a name and an equals sign or colon follow. */
  static boolean isName(String text, int from) {
    int i = from;
    while (i - from < LONGEST_NAME && isOfName(Chars.at(text, i))) {
      i++;
    }
    char c = Chars.at(text, i);
    return i > from
        && (c == '=' || c == ':' || (c == ' ' && "=:".indexOf(Chars.at(text, i + 1)) >= 0));
  }

  private static boolean isOfName(char c) {
    return Chars.isAlnum(c) || c == '_' || c == '-' || c == '.';
  }

  /** Returns whether the clause ends there, so that the word is alone. */
  private static boolean isAtEnd(String text, int to) {
    char c = Chars.at(text, to);
    char next = Chars.at(text, to + 1);
    return c != ' ' || next == '(' || next == '-' || next == Chars.NONE;
  }

  /** Returns whether it is a word of letters, or a small number. */
  static boolean isPlain(String text, int from, int to) {
    if (digits(text, from, to) == to - from) {
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
