package app.trackx.internal.scrub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The names of sensitive values: {@code password}, {@code dbPassword}, {@code X-Auth-Token}, {@code
 * session_id}, {@code SSN}.
 *
 * <p>A name is split into words, and its last words decide: {@code sessionTimeout}, {@code
 * tokenCount} and {@code passwordLength} describe a secret, but are not secret.
 */
public final class KeyNames {
  private static final int LONGEST = 200;

  private static final Set<String> PASSWORDS =
      Words.of("password passwd pwd psw pass passphrase passcode secret credential credentials "
          + "passwort kennwort motdepasse contraseña contrasena senha wachtwoord hasło "
          + "haslo heslo jelszó lösenord salasana adgangskode пароль 密码 密碼 パスワード 비밀번호");

  private static final Set<String> OTHERS =
      Words.of("token apikey accesskey privatekey secretkey encryptionkey signingkey "
          + "masterkey authkey accountkey sharedkey subscriptionkey functionskey secretkeybase accesstoken authtoken sessiontoken refreshtoken bearertoken signature samlresponse authorization cookie cookies session "
          + "jsessionid phpsessid jwt otp totp sig ssn socialsecurity socialsecuritynumber "
          + "nationalid taxid passport passportnumber iban pin pincode cvv cvv2 cvc cvc2 "
          + "cardnumber creditcard creditcardnumber email emailaddress phone phonenumber "
          + "mobilenumber telephone msisdn firstname lastname surname givenname familyname "
          + "middlename maidenname fullname birthdate birthday dateofbirth dob username");

  /** Words that also have other meanings if they are alone. */
  private static final Set<String> WEAK =
      Words.of("token session pin pass cookie cookies authorization signature sig");

  /** Endings of names that are written as one word. */
  private static final String[] ENDINGS = {"password", "passwd", "passphrase", "passwort"};

  /** Words that may follow a sensitive word without changing its meaning. */
  private static final Set<String> SUFFIXES =
      Words.of("id value val header hash string text plain raw encrypted encoded base64 b64 "
          + "old new current confirm confirmation repeat repeated again data 1 2");

  private final Set<String> all = new HashSet<>(OTHERS);

  /** Creates the standard names plus the given ones. */
  public KeyNames(Collection<String> more) {
    all.addAll(PASSWORDS);
    for (String name : more) {
      all.add(joined(name));
    }
  }

  /**
   * Returns the form of a name for comparison: letters and digits only, in lower case. May be
   * empty.
   */
  public static String joined(String name) {
    StringBuilder joined = new StringBuilder();
    for (String word : words(name)) {
      joined.append(word);
    }
    return joined.toString();
  }

  /** Returns whether the value with that name is sensitive. */
  public boolean matches(String name) {
    return endsIn(name, all);
  }

  /** Returns whether the value with that name in a message is sensitive. */
  boolean matchesInText(String name) {
    // without the user name, messages about configuration would be useless
    return name.length() > 1 && matches(name) && !"username".equals(joined(name));
  }

  /** Returns whether the name alone is ambiguous. */
  static boolean isWeak(String name) {
    return WEAK.contains(joined(name)) || joined(name).endsWith("signature");
  }

  /** Returns whether people type the value, so that it may look like any word. */
  static boolean isTyped(String name) {
    String joined = joined(name);
    return isPassword(name) && !joined.endsWith("secret") && !joined.contains("credential");
  }

  /** Returns the same, including other names for secrets. */
  static boolean isPassword(String name) {
    return endsIn(name, PASSWORDS);
  }

  private static boolean endsIn(String name, Set<String> names) {
    if (name.isEmpty() || name.length() > LONGEST) {
      return false;
    }
    List<String> words = words(name);
    for (int end = words.size(); end > 0; end--) {
      String tail = "";
      for (int i = end - 1; i >= 0; i--) {
        tail = words.get(i) + tail;
        if (names.contains(tail) || isPasswordInOneWord(tail)) {
          return true;
        }
      }
      if (!SUFFIXES.contains(words.get(end - 1))) {
        return false;
      }
    }
    return false;
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
    if (to > from && words.size() < 16) {
      words.add(name.substring(from, to).toLowerCase(Locale.ROOT));
    }
  }
}
