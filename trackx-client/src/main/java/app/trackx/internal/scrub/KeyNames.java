package app.trackx.internal.scrub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of sensitive values: {@code password}, {@code dbPassword}, {@code X-Auth-Token}, {@code
 * session_id}, {@code SSN}, {@code date of birth}.
 *
 * <p>A name is split into words, and its last words decide: {@code sessionTimeout}, {@code
 * tokenCount} and {@code passwordLength} describe a secret, but are not secret.
 */
public final class KeyNames {
  private static final int LONGEST = 200;
  private static final int MOST_WORDS = 5;

  /** Endings of names that are written as one word. */
  private static final String[] ENDINGS = {"password", "passwd", "passphrase", "passwort"};

  /** Words before token, key or session for what is no secret. */
  private static final Set<String> HARMLESS =
      Words.of("public lock fencing parse parser syntax page next continuation cancellation cancel "
          + "sync primary foreign cache partition routing sort row shard unexpected json");

  /** The kinds of names that may end in a digit; {@code cell2} and {@code key2} are other things. */
  private static final Set<NameKind> NUMBERED =
      EnumSet.of(NameKind.PASSWORD, NameKind.SECRET, NameKind.PERSON, NameKind.PLACE);

  private static final String ACCENTED = "àáâãäåāąăçćčďèéêëēęěğìíîïīłñńňòóôõöøőŕřśšşťţùúûüūůűýÿźżž";
  private static final String PLAIN = "aaaaaaaaacccdeeeeeeegiiiiilnnnooooooorrsssttuuuuuuuyyzzz";

  private final Set<String> more = new HashSet<>();

  /** Creates the standard names plus the given ones. */
  public KeyNames(Collection<String> more) {
    for (String name : more) {
      this.more.add(joined(name));
    }
  }

  /**
   * Returns the form of a name for comparison: letters and digits only, in lower case and without
   * accents. May be empty.
   */
  public static String joined(String name) {
    if (isOneWord(name)) {
      return name;
    }
    StringBuilder joined = new StringBuilder();
    for (String word : words(name)) {
      joined.append(word);
    }
    return joined.toString();
  }

  /** Returns whether the value with that name is sensitive, whatever it is. */
  public boolean matches(String name) {
    NameKind kind = kindOf(name);
    return kind != NameKind.NONE
        && kind != NameKind.ENDING
        && kind != NameKind.SHORT_NUMBER
        && kind != NameKind.PLACE;
  }

  /** Returns whether the value with that name is sensitive. */
  public boolean matches(String name, @Nullable Object value) {
    NameKind kind = kindOf(name);
    String text = value instanceof String || value instanceof Number ? value.toString() : "";
    if (kind == NameKind.ENDING) {
      return Values.looksGenerated(text, 0, text.length());
    }
    if (kind == NameKind.SHORT_NUMBER) {
      return PersonalValues.isIdentifier(text, 0, text.length());
    }
    if (kind == NameKind.PLACE) {
      return PersonalValues.isPlace(text, 0, text.length());
    }
    return kind != NameKind.NONE;
  }

  /** Returns whether there are names besides the standard ones. */
  boolean areConfigured() {
    return !more.isEmpty();
  }

  /** Returns whether the word that ends there may end a sensitive name; most do not. */
  boolean mayEnd(String text, int to) {
    return areConfigured() || SensitiveNames.mayEnd(text, to);
  }

  /** Returns the kind of a name, which its last words decide. */
  NameKind kindOf(String name) {
    if (name.length() < 2 || name.length() > LONGEST || !mayEnd(name, endOfWord(name))) {
      return NameKind.NONE;
    }
    if (isOneWord(name)) {
      return of(name);
    }
    List<String> words = words(name);
    for (int end = words.size(); end > 0; end--) {
      NameKind kind = ofLast(words, end);
      if (kind != NameKind.NONE || !SensitiveNames.isSuffix(words.get(end - 1))) {
        return kind;
      }
    }
    return NameKind.NONE;
  }

  /** Returns the end of the last word, before a sign: {@code user[password]}. */
  private static int endOfWord(String name) {
    int end = name.length();
    while (end > 1 && !Chars.isAlnum(name.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private NameKind ofLast(List<String> words, int end) {
    if (areConfigured() && isConfigured(words, end)) {
      return NameKind.SECRET;
    }
    NameKind kind = NameKind.NONE;
    String tail = "";
    for (int i = end - 1; i >= Math.max(0, end - MOST_WORDS); i--) {
      tail = words.get(i).concat(tail);
      NameKind found = of(tail);
      if (found != NameKind.NONE && found != NameKind.WEAK && found != NameKind.ENDING) {
        return found;
      }
      if (kind == NameKind.NONE) {
        kind = found;
      } else if (HARMLESS.contains(words.get(i))) {
        return NameKind.NONE; // nextToken
      }
    }
    return kind;
  }

  /** Returns whether the last words are a configured name. The last one alone may be known too. */
  private boolean isConfigured(List<String> words, int end) {
    String tail = "";
    for (int i = end - 1; i >= Math.max(0, end - MOST_WORDS); i--) {
      tail = words.get(i).concat(tail);
      if (more.contains(tail)) {
        return true;
      }
    }
    return false;
  }

  private NameKind of(String word) {
    NameKind found = ofUnnumbered(word);
    int last = word.length() - 1;
    if (found != NameKind.NONE || last < 0 || !Chars.isDigit(word.charAt(last))) {
      return found;
    }
    NameKind kind = ofUnnumbered(word.substring(0, last)); // password2
    return NUMBERED.contains(kind) ? kind : NameKind.NONE;
  }

  private NameKind ofUnnumbered(String word) {
    NameKind found = more.contains(word) ? NameKind.SECRET : SensitiveNames.of(word);
    return found == NameKind.NONE && isPasswordInOneWord(word) ? NameKind.PASSWORD : found;
  }

  private static boolean isOneWord(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) < 'a' || name.charAt(i) > 'z') {
        return false;
      }
    }
    return true;
  }

  private static boolean isPasswordInOneWord(String word) {
    for (String ending : ENDINGS) {
      if (word.endsWith(ending)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> words(String name) {
    List<String> words = new ArrayList<>(4);
    int from = 0;
    for (int i = 0; i <= name.length(); i++) {
      if (i == name.length() || !Chars.isAlnum(name.charAt(i))) {
        addWord(words, name, from, i);
        from = i + 1;
      } else if (i > from && beginsWord(name, i)) {
        addWord(words, name, from, i);
        from = i;
      }
    }
    return words;
  }

  private static boolean beginsWord(String name, int i) {
    if (!Character.isUpperCase(name.charAt(i))) {
      return false;
    }
    return Character.isLowerCase(name.charAt(i - 1))
        || (i + 1 < name.length()
            && Character.isLowerCase(name.charAt(i + 1))); // the T of APIToken
  }

  private static void addWord(List<String> words, String name, int from, int to) {
    if (to > from) {
      words.add(lower(name.substring(from, to)));
    }
  }

  /** Returns the word in lower case and without accents. */
  static String lower(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    for (int i = 0; i < lower.length(); i++) {
      if (!Chars.isAscii(lower.charAt(i))) {
        return withoutAccents(lower);
      }
    }
    return lower;
  }

  private static String withoutAccents(String lower) {
    StringBuilder plain = new StringBuilder(lower.length() + 2);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      int accented = ACCENTED.indexOf(c);
      if (c == '\u00df') {
        plain.append("ss");
      } else {
        plain.append(accented < 0 ? c : PLAIN.charAt(accented));
      }
    }
    return plain.toString();
  }
}
