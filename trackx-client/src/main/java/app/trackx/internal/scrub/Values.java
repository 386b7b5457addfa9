package app.trackx.internal.scrub;

import java.util.Locale;
import java.util.Set;

/**
 * The extent of the text after a sensitive name that is its value, if it is one. The name's kind
 * decides: passwords and names of people continue over blanks, numbers over groups of digits, and
 * what a machine generated ends at the first blank.
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
  private static final int MAX_INSPECTED = 64;
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST = 500;
  private static final int LONGEST_PLACE = 100;
  private static final int MOST_WORDS = 5;

  /** Words that start or continue a sentence. A password differs from these, for example by a digit. */
  private static final Set<String> PROSE = Words.of(
      "a an and are as at authentication bad be blank but by can cannot characters contains "
          + "denied did does due empty encoder enter error exceeds expected expired failed failure "
          + "field for from had has have if in incorrect invalid is it length login may mismatch "
          + "missing must no not of on only or please policy rejected required reset should since "
          + "size that the then this to too unknown unsupported use was when while with wrong you "
          + "your value null yes");

  private static final Set<String> CONSTANTS =
      Words.of("null nil true false none empty yes no on off ok enabled disabled required optional "
          + "default undefined unknown missing invalid valid verified unverified set unset present "
          + "absent inactive hidden masked redacted filtered protected encrypted");

  private Values() {}

  /**
   * Returns the end of the value that starts there, or -1 if there is none.
   *
   * @param prose whether it may be a sentence instead, because it follows a colon
   */
  static int end(String text, int from, NameKind kind, boolean prose) {
    if (kind == NameKind.NUMBER) {
      return endOfNumber(text, from);
    }
    if (kind == NameKind.SHORT_NUMBER) {
      int end = endOfNumber(text, from);
      return isIdentifier(text, from, end) ? end : -1;
    }
    int to = endOfStart(text, from);
    if (isReference(text, from) || !hasContent(text, from, to)) {
      return -1;
    }
    if (kind == NameKind.WEAK || kind == NameKind.ENDING) {
      boolean value = prose
          ? to - from >= LEAST_IN_PROSE && looksGenerated(text, from, to)
          : looksGenerated(text, from, to) || isLongNumber(text, from, to);
      return value ? endOfValue(text, from) : -1;
    }
    return prose && ":/([{".indexOf(text.charAt(from)) >= 0
        ? -1
        : endOfNamed(text, from, to, kind, prose);
  }

  /** Returns the end of a value whose name tells what it is, or -1. */
  private static int endOfNamed(String text, int from, int to, NameKind kind, boolean prose) {
    char first = text.charAt(from);
    if (kind == NameKind.MIXED) {
      return isMixed(text, from, endOfTyped(text, from, prose))
          ? endOfTyped(text, from, prose)
          : -1;
    }
    if (kind == NameKind.USER) {
      return isUser(text, from, to, prose) ? endOfValue(text, from) : -1;
    }
    if (kind == NameKind.PLACE) {
      int end = endOfPlace(text, from);
      return isPlace(text, from, end) ? end : -1;
    }
    if (kind == NameKind.PERSON) {
      return prose
              && (!(beginsName(text, from) || Chars.isDigit(first)) || isProse(text, from))
              && !isAlone(text, from, to)
          ? -1
          : Chars.isDigit(first) ? endOfPlace(text, from) : endOfPerson(text, from, prose);
    }
    if (kind == NameKind.SECRET) {
      boolean value = prose
          ? Chars.looksRandom(text, from, to) || (Chars.isDigit(first) && to - from >= LEAST_DIGITS)
          : to - from > LEAST_DIGITS || digits(text, from, to) < to - from;
      return value ? endOfValue(text, from) : -1;
    }
    boolean value =
        !prose || (!isProse(text, from) && (isAtEnd(text, to) || !isPlain(text, from, to)));
    return value ? endOfTyped(text, from, prose) : -1;
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

  /** Returns whether it has letters, and digits or signs within, unlike a word or a name of code. */
  static boolean isMixed(String text, int from, int to) {
    boolean letter = false;
    boolean other = false;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      letter |= Chars.isLetter(c);
      other |= Chars.isDigit(c) || "!#$%^*+?@".indexOf(c) >= 0;
      if ("([{/\\.:_-=".indexOf(c) >= 0) {
        return false;
      }
    }
    return to - from >= LEAST_MIXED && letter && other;
  }

  /** Returns whether it is long enough for a number of a person, after a name with other meanings. */
  static boolean isIdentifier(String text, int from, int to) {
    int digits = digits(text, from, Math.max(from, to));
    return to - from >= 8 && digits >= 4 && !text.startsWith("0.", from);
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
    boolean words = !prose && isPlain(text, from, endOfStart(text, from));
    int i = from;
    int most = Math.min(text.length(), from + LONGEST);
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
  private static boolean isName(String text, int from) {
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

  /** Returns the end of groups of digits, letters and separators; -1 if it has too few digits. */
  private static int endOfNumber(String text, int from) {
    int i = from;
    int end = from;
    int digits = 0;
    int most = Math.min(text.length(), from + MAX_INSPECTED);
    while (i < most) {
      char c = text.charAt(i);
      if (Chars.isAlnum(c) || c == '+') {
        digits += Chars.isDigit(c) ? 1 : 0;
        end = i + 1;
      } else if (c == ' ' ? !isFurtherGroup(text, i + 1) : "(-./:_)".indexOf(c) < 0) {
        break;
      } else if (c == ':' && !Chars.isDigit(Chars.at(text, i + 1))) {
        break; // another name
      } else if (c == ')' && Urls.lastOf(text, '(', from, i) < 0) {
        break;
      }
      i++;
    }
    return digits >= LEAST_DIGITS && !text.startsWith("0x", from) ? end : -1;
  }

  /** Returns whether a number continues: digits, or a short word with digits after it. */
  private static boolean isFurtherGroup(String text, int from) {
    char c = Chars.at(text, from);
    if (c == '(' || c == '+' || c == '-' || c == '/') {
      return Chars.isDigit(Chars.at(text, from + 1)) || Chars.isDigit(Chars.at(text, from + 2));
    }
    int i = from;
    while (i - from < 12 && (Chars.isLetter(Chars.at(text, i)) || Chars.at(text, i) == '.')) {
      i++;
    }
    if (Chars.isDigit(Chars.at(text, i))) {
      return i - from <= 2; // x42
    }
    return i > from
        && Chars.at(text, i) == ' '
        && Character.isUpperCase(c)
        && Chars.isDigit(Chars.at(text, i + 1)); // 65 170839 J 003, 4 March 1987
  }

  /** Returns the end of an address: of its line, its brackets, or before the next name. */
  private static int endOfPlace(String text, int from) {
    int i = from;
    int most = Math.min(text.length(), from + LONGEST_PLACE);
    while (i < most) {
      char c = text.charAt(i);
      boolean next = c == ',' && isName(text, Chars.at(text, i + 1) == ' ' ? i + 2 : i + 1);
      boolean prose = c == ' ' && isProse(text, i + 1);
      if (next || prose || !(Chars.isAlnum(c) || " ,.'-/#".indexOf(c) >= 0)) {
        break;
      }
      i++;
    }
    return i;
  }

  /** Returns whether it has a capitalized word and a number, with a blank between them. */
  static boolean isPlace(String text, int from, int to) {
    boolean name = false;
    boolean number = false;
    boolean blank = false;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      boolean first = i == from || text.charAt(i - 1) == ' ';
      name |= first && Character.isUpperCase(c) && Character.isLowerCase(Chars.at(text, i + 1));
      number |= first && Chars.isDigit(c);
      blank |= c == ' ';
    }
    return name && number && blank;
  }

  private static boolean beginsName(String text, int from) {
    char c = text.charAt(from);
    return Character.isUpperCase(c) || Chars.isIdeographic(c);
  }

  private static boolean isAlone(String text, int from, int to) {
    return !isProse(text, from) && to == text.length();
  }

  /** Returns the end of capitalized words, or of any that a bracket or the next name ends. */
  private static int endOfPerson(String text, int from, boolean prose) {
    int end = endOfValue(text, from);
    if (!prose) {
      int whole = endOfWords(text, end);
      if (whole > end) {
        return whole;
      }
    }
    for (int words = 1; words < MOST_WORDS && Chars.at(text, end) == ' '; words++) {
      int next = end + 1;
      if (isParticle(text, next)) {
        next = text.indexOf(' ', next) + 1;
      }
      char c = Chars.at(text, next);
      if ((!Character.isUpperCase(c) && !Chars.isDigit(c)) || isName(text, next)) {
        break;
      }
      end = endOfValue(text, next);
    }
    return end;
  }

  private static boolean isParticle(String text, int from) {
    for (String particle :
        new String[] {"van", "von", "de", "der", "den", "da", "di", "la", "bin"}) {
      if (Chars.hasWord(text, from, particle) && Chars.at(text, from + particle.length()) == ' ') {
        return true;
      }
    }
    return false;
  }

  /** Returns the end of a value in {@code toString} format: {@code firstName=Ada Mary, born=…}. */
  private static int endOfWords(String text, int end) {
    int i = end;
    while (i - end < LONGEST_NAME && isOfWords(Chars.at(text, i))) {
      i++;
    }
    char c = Chars.at(text, i);
    if (i == end || i - end == LONGEST_NAME) {
      return end;
    }
    boolean ends = c == ')' || c == '}' || c == ']';
    return ends || (c == ',' && isName(text, Chars.at(text, i + 1) == ' ' ? i + 2 : i + 1))
        ? i
        : end;
  }

  private static boolean isOfWords(char c) {
    return Chars.isAlnum(c) || c == ' ' || c == '-' || c == '.' || c == '\'' || c == '/';
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
