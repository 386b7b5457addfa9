package app.trackx.internal.scrub;

/**
 * The extent of values that identify a person: groups of digits, capitalized words, addresses. See
 * {@link Values}.
 */
final class PersonalValues {
  private static final int LEAST_DIGITS = 3;
  private static final int LONGEST_NUMBER = 64;
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_PLACE = 100;
  private static final int MOST_WORDS = 5;
  private static final String[] PARTICLES = {
    "van", "von", "de", "der", "den", "del", "da", "di", "du", "la", "bin"
  };

  private PersonalValues() {}

  /** Returns the end of a name or an address that starts there; -1 if there is none. */
  static int end(String text, int from, int to, NameKind kind, boolean prose) {
    if (kind == NameKind.PLACE) {
      int end = endOfPlace(text, from);
      return isPlace(text, from, end) ? end : -1;
    }
    boolean digit = Chars.isDigit(text.charAt(from));
    if (prose
        && (!(digit || beginsName(text, from)) || Values.isProse(text, from))
        && !isAlone(text, from, to)) {
      return -1;
    }
    return digit ? endOfPlace(text, from) : endOfPerson(text, from, prose);
  }

  /** Returns whether it is long enough for a number of a person, after a name with other meanings. */
  static boolean isIdentifier(String text, int from, int to) {
    int digits = Values.digits(text, from, Math.max(from, to));
    return to - from >= 8 && digits >= 4 && !text.startsWith("0.", from);
  }

  /** Returns the end of groups of digits, letters and separators; -1 if it has too few digits. */
  static int endOfNumber(String text, int from, NameKind kind) {
    int end = endOfNumber(text, from);
    return kind == NameKind.SHORT_NUMBER && !isIdentifier(text, from, end) ? -1 : end;
  }

  private static int endOfNumber(String text, int from) {
    int i = from;
    int end = from;
    int digits = 0;
    int most = Math.min(text.length(), from + LONGEST_NUMBER);
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
    boolean number = digits >= LEAST_DIGITS || Values.looksGenerated(text, from, end);
    return number && !text.startsWith("0x", from) ? end : -1;
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
      boolean next = c == ',' && Values.isName(text, Chars.at(text, i + 1) == ' ' ? i + 2 : i + 1);
      boolean prose = c == ' ' && Values.isProse(text, i + 1);
      if (next || prose || !(Chars.isAlnum(c) || " ,.'-/#".indexOf(c) >= 0)) {
        break;
      }
      i++;
    }
    return i;
  }

  /** Returns whether it has a capitalized word and a number. */
  static boolean isPlace(String text, int from, int to) {
    boolean name = false;
    boolean number = false;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      boolean first = i == from || text.charAt(i - 1) == ' ';
      name |= first && Character.isUpperCase(c) && Character.isLowerCase(Chars.at(text, i + 1));
      number |= first && Chars.isDigit(c);
    }
    return name && number;
  }

  private static boolean beginsName(String text, int from) {
    char c = text.charAt(from);
    return Character.isUpperCase(c) || Chars.isIdeographic(c);
  }

  private static boolean isAlone(String text, int from, int to) {
    return !Values.isProse(text, from) && to == text.length();
  }

  /** Returns the end of capitalized words, or of any that a bracket or the next name ends. */
  private static int endOfPerson(String text, int from, boolean prose) {
    int end = Values.endOfValue(text, from);
    if (!prose) {
      int whole = endOfWords(text, end);
      if (whole > end) {
        return whole;
      }
    }
    for (int words = 1; words < MOST_WORDS && Chars.at(text, end) == ' '; words++) {
      int next = end + 1;
      while (isParticle(text, next)) {
        next = text.indexOf(' ', next) + 1;
      }
      char c = Chars.at(text, next);
      if ((!Character.isUpperCase(c) && !Chars.isDigit(c)) || Values.isName(text, next)) {
        break;
      }
      end = Values.endOfValue(text, next);
    }
    return end;
  }

  private static boolean isParticle(String text, int from) {
    for (String particle : PARTICLES) {
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
    return ends || (c == ',' && Values.isName(text, Chars.at(text, i + 1) == ' ' ? i + 2 : i + 1))
        ? i
        : end;
  }

  private static boolean isOfWords(char c) {
    return Chars.isAlnum(c) || c == ' ' || c == '-' || c == '.' || c == '\'' || c == '/';
  }
}
