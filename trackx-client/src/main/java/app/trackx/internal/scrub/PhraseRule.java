package app.trackx.internal.scrub;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * A rule for secrets in sentences, without a sign between name and value: {@code the password for
 * x is y}, {@code unknown token y}, {@code password y rejected}, {@code born on 1990-01-31}. What
 * has the form of a word is a value only if the sentence makes it one.
 */
final class PhraseRule implements Rule {
  /** Names that sentences use; the table of names has more, which are those of fields. */
  private static final String NAMES = "password passwd pwd passphrase passcode passwort kennwort "
      + "contrase\u00f1a contrasena senha wachtwoord l\u00f6senord has\u0142o heslo parola "
      + "\u043f\u0430\u0440\u043e\u043b\u044c token secret key pin otp code ssn cvv cvc";

  /** Words before a date of birth. */
  private static final String BIRTHS =
      "born geboren n\u00e9 n\u00e9e nacido nacida nato nata f\u00f8dt f\u00f6dd urodzony urodzona";

  private static final int LONGEST_WORD = 24;
  private static final int MOST_WORDS = 4;
  private static final int LEAST_SECRET = 10;
  private static final int LEAST_PASSWORD = 6;
  private static final int LEAST_DIGITS = 6;
  private static final int LONGEST_QUOTED = 64;
  private static final int LONGEST_NUMBER = 24;

  private static final Set<String> COPULAS =
      Words.of("is was are ist war lautet es est era e è é är er on is: was:");
  private static final Set<String> OF = Words.of("for of für fur pour para per voor för to");

  /** Words for what happened to a value. */
  private static final Set<String> FATES = Words.of("rejected denied refused incorrect wrong");

  /** The same for codes and PINs, which other numbers are called too. */
  private static final Set<String> CODE_FATES = Words.of(
      "rejected denied refused incorrect wrong expired invalid does did used mismatch failed");

  /** Words after password that make another name of it. */
  private static final Set<String> NOUNS =
      Words.of("field file validator change update attempt attempts manager grant flow hash store "
          + "rule rules check checker strength input prompt provider server realm database "
          + "protocol exchange method mode property parameter protection and or");

  private static final String[] ACCOUNTS = {
    "for", "user", "account", "as", "principal", "login", "owner", "identity", "by"
  };

  /** The lengths of the names by their first letter, as bits: most words are told at once. */
  private final int[] lengths = new int[64];

  private final Set<String> births = new HashSet<>();
  private final String label;
  private final KeyNames names;

  PhraseRule(Labels labels, KeyNames names) {
    this.label = labels.of(Kind.SECRET);
    this.names = names;
    for (StringTokenizer left = new StringTokenizer(BIRTHS); left.hasMoreTokens(); ) {
      births.add(left.nextToken());
    }
    StringTokenizer words = new StringTokenizer(NAMES + " " + BIRTHS);
    while (words.hasMoreTokens()) {
      String name = words.nextToken();
      lengths[name.charAt(0) & 63] |= 1 << name.length();
    }
  }

  @Override
  public String apply(String text) {
    Redaction redaction = new Redaction(text);
    int word = 0;
    int before = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Chars.isAlnum(c)) {
        continue;
      }
      if (c == ' ' || c == '\t' || c == '|') {
        int end = mayBeName(text, word, i) ? afterWord(text, before, word, i, redaction) : -1;
        if (end < 0
            && i > word
            && Chars.isLetter(text.charAt(i - 1))
            && mayBeNumber(text, i + 1)
            && names.mayEnd(text, i)) {
          end = numbered(text, before, i, redaction);
        }
        i = Math.max(i, end - 1);
      }
      if (c == '\\' && i > word) {
        account(text, word, i, redaction);
      }
      before = c == ' ' ? word : i + 1;
      word = i + 1;
    }
    return redaction.result();
  }

  private boolean mayBeName(String text, int from, int to) {
    int first = from < to ? text.charAt(from) : 0;
    int letter = first < 128 ? first | 0x20 : first;
    return to - from < LONGEST_WORD && (lengths[letter & 63] >> (to - from) & 1) != 0;
  }

  private static boolean mayBeNumber(String text, int from) {
    char c = Chars.at(text, from);
    boolean capital = c >= 'A' && c <= 'Z';
    boolean starts = Chars.isDigit(c)
        || ((c == '(' || c == '+' || capital) && Chars.isDigit(Chars.at(text, from + 1)));
    int most = Math.min(text.length(), from + LONGEST_NUMBER);
    return starts && Values.digits(text, from, most) >= LEAST_DIGITS;
  }

  /** Handles {@code SSN 078-05-1120 is known}. */
  private int numbered(String text, int before, int end, Redaction redaction) {
    NameKind kind = names.kindOf(text.substring(before, end));
    int to = kind == NameKind.NUMBER ? Values.end(text, end + 1, kind, true) : -1;
    return to > 0 && Values.digits(text, end + 1, to) >= LEAST_DIGITS
        ? redact(text, end + 1, to, redaction)
        : -1;
  }

  private int afterWord(String text, int before, int word, int end, Redaction redaction) {
    String name = KeyNames.lower(text.substring(word, end));
    NameKind kind = SensitiveNames.of(name);
    if (kind == NameKind.ENDING && before < word) {
      kind = names.kindOf(text.substring(before, end)); // API key
    }
    if (name.equals("born")) {
      return date(text, end, redaction);
    }
    if (kind == NameKind.NONE || kind == NameKind.PERSON || kind == NameKind.USER) {
      String accented = text.substring(word, end).toLowerCase(Locale.ROOT); // n\u00e9, not NE
      return births.contains(accented) ? date(text, end, redaction) : -1;
    }
    int from = end + 1;
    int next = endOfWord(text, from);
    if (OF.contains(text.substring(from, next))) {
      for (int i = 0; i < MOST_WORDS && !isCopula(text, from, next, kind); i++) {
        from = Math.min(next + 1, text.length());
        next = endOfWord(text, from);
      }
    }
    if (from < next && isCopula(text, from, next, kind)) {
      int value = next + 1;
      if (Chars.isQuote(Chars.at(text, value))) {
        return quoted(text, value, kind, redaction);
      }
      int to = Values.endOfValue(text, Math.min(value, text.length()));
      return isStated(text, value, to, kind) ? redact(text, value, to, redaction) : -1;
    }
    from = end + 1;
    if ("([<".indexOf(Chars.at(text, from)) >= 0) {
      from++; // password (x)
    }
    int to = Values.endOfValue(text, Math.min(from, text.length()));
    return isNamed(text, from, to, kind) ? redact(text, from, to, redaction) : -1;
  }

  /** Returns whether a value follows the word: {@code is}, or {@code bob:} after a password. */
  private static boolean isCopula(String text, int from, int to, NameKind kind) {
    boolean colon = kind == NameKind.PASSWORD && to > from + 1 && text.charAt(to - 1) == ':';
    return colon || COPULAS.contains(text.substring(from, to));
  }

  /** Handles {@code password is "x"}. */
  private int quoted(String text, int quote, NameKind kind, Redaction redaction) {
    int from = quote + 1;
    int most = Math.min(text.length(), from + LONGEST_QUOTED);
    int to = Urls.firstOf(text, text.substring(quote, from), from, most);
    boolean value = kind == NameKind.PASSWORD
        ? Values.hasContent(text, from, to) && !Values.isProse(text, from)
        : isStated(text, from, to, kind);
    return to < most && value ? redact(text, from, to, redaction) : -1;
  }

  /** Returns whether it is the value in {@code password is x}. */
  private static boolean isStated(String text, int from, int to, NameKind kind) {
    if (kind == NameKind.NUMBER) {
      return Chars.isDigit(Chars.at(text, from)) && Values.digits(text, from, to) >= 4;
    }
    if (kind == NameKind.PASSWORD) {
      return to - from >= LEAST_PASSWORD && Values.isMixed(text, from, to);
    }
    return isSecret(text, from, to);
  }

  /** Returns whether it is the value in {@code password x rejected}. */
  private static boolean isNamed(String text, int from, int to, NameKind kind) {
    if (kind != NameKind.PASSWORD) {
      return kind == NameKind.NUMBER ? isCode(text, from, to) : isSecret(text, from, to);
    }
    if (to - from >= LEAST_PASSWORD && Values.isMixed(text, from, to)) {
      return true;
    }
    int next = Math.min(to + 1, text.length());
    return to > from
        && Chars.at(text, to) == ' '
        && Chars.isAsciiLetter(text.charAt(from))
        && !Values.isProse(text, from)
        && !NOUNS.contains(text.substring(from, to))
        && FATES.contains(text.substring(next, endOfWord(text, next)));
  }

  /** Returns whether it is the value in {@code PIN 4471 rejected} and {@code CVV 123}. */
  private static boolean isCode(String text, int from, int to) {
    boolean ofCard = (Chars.at(text, from - 3) | 0x20) == 'v'; // CVV, CVC
    int length = to - from;
    int next = Math.min(to + 1, text.length());
    return length >= (ofCard ? 3 : 4)
        && length <= 8
        && Values.digits(text, from, to) == length
        && (ofCard || CODE_FATES.contains(text.substring(next, endOfWord(text, next))));
  }

  private static boolean isSecret(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Chars.isAlnum(text.charAt(i))) {
        return false;
      }
    }
    return to - from >= LEAST_SECRET && Values.looksGenerated(text, from, to);
  }

  /** Handles {@code born on 1990-01-31}. */
  private int date(String text, int end, Redaction redaction) {
    int from = end + 1;
    int word = endOfWord(text, from);
    if (word - from == 2 && Chars.isLetter(text.charAt(from))) {
      from = word + 1;
    }
    int to = Values.end(text, Math.min(from, text.length()), NameKind.SHORT_NUMBER, false);
    return to > 0 && Chars.isDigit(Chars.at(text, from)) ? redact(text, from, to, redaction) : -1;
  }

  /** Handles the account of a Windows domain, {@code ACME\\bob}, after a word that says so. */
  private void account(String text, int domain, int mark, Redaction redaction) {
    for (int i = domain; i < mark; i++) {
      if (Character.isLowerCase(text.charAt(i))) {
        return;
      }
    }
    int to = mark + 1;
    while (Chars.isAlnum(Chars.at(text, to)) || "._-".indexOf(Chars.at(text, to)) >= 0) {
      to++;
    }
    if (to - mark > 2
        && to - mark < LONGEST_WORD
        && Chars.at(text, to) != '\\'
        && Chars.isAfterWord(text, domain, " :='\"", ACCOUNTS)) {
      redaction.replace(domain, to, label);
    }
  }

  private static int endOfWord(String text, int from) {
    int i = Math.min(from, text.length());
    int most = Math.min(text.length(), i + LONGEST_WORD);
    while (i < most && text.charAt(i) != ' ') {
      i++;
    }
    return i;
  }

  private int redact(String text, int from, int to, Redaction redaction) {
    redaction.replace(from, to, label);
    return to;
  }
}
