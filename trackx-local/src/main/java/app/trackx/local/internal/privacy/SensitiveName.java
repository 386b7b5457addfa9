package app.trackx.local.internal.privacy;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Property names that indicate a personal or secret value. */
final class SensitiveName {
  private static final String PERSON = "personal data, judging by its name";
  private static final String SECRET = "secret, judging by its name";
  private static final int MAX_NAME = 100;

  /** Kinds by lower-case name without separators. */
  private static final Map<String, String> KINDS = Map.ofEntries(
      Map.entry("user", PERSON),
      Map.entry("username", PERSON),
      Map.entry("login", PERSON),
      Map.entry("email", PERSON),
      Map.entry("mail", PERSON),
      Map.entry("phone", PERSON),
      Map.entry("mobile", PERSON),
      Map.entry("firstname", PERSON),
      Map.entry("lastname", PERSON),
      Map.entry("surname", PERSON),
      Map.entry("fullname", PERSON),
      Map.entry("address", PERSON),
      Map.entry("street", PERSON),
      Map.entry("birthday", PERSON),
      Map.entry("birthdate", PERSON),
      Map.entry("dateofbirth", PERSON),
      Map.entry("ssn", PERSON),
      Map.entry("iban", PERSON),
      Map.entry("ip", PERSON),
      Map.entry("clientip", PERSON),
      Map.entry("remoteaddr", PERSON),
      Map.entry("hostname", PERSON),
      Map.entry("password", SECRET),
      Map.entry("passwd", SECRET),
      Map.entry("pwd", SECRET),
      Map.entry("secret", SECRET),
      Map.entry("clientsecret", SECRET),
      Map.entry("token", SECRET),
      Map.entry("accesstoken", SECRET),
      Map.entry("refreshtoken", SECRET),
      Map.entry("apikey", SECRET),
      Map.entry("privatekey", SECRET),
      Map.entry("authorization", SECRET),
      Map.entry("cookie", SECRET),
      Map.entry("setcookie", SECRET),
      Map.entry("sessionid", SECRET),
      Map.entry("jsessionid", SECRET));

  private SensitiveName() {}

  static @Nullable String kindOf(String name) {
    if (name.length() > MAX_NAME) {
      return null;
    }
    StringBuilder letters = new StringBuilder(name.length());
    for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
      if (Character.isLetterOrDigit(c)) {
        letters.append(c);
      }
    }
    return KINDS.get(letters.toString());
  }
}
