package app.trackx.local.internal.privacy;

/** Checks that distinguish card numbers, IBANs and IPv6 addresses from other text of the same form. */
final class Checksum {
  private static final int IBAN_MIN = 15;
  private static final int IBAN_MAX = 34;

  private Checksum() {}

  /** Checks the Luhn sum. Rejects numbers that consist of one repeated digit, such as zeros. */
  static boolean isCard(String text) {
    int sum = 0;
    boolean twice = false;
    for (int i = text.length() - 1; i >= 0; i--) {
      int digit = text.charAt(i) - '0';
      if (digit >= 0 && digit <= 9) {
        int value = twice ? 2 * digit : digit;
        sum += value > 9 ? value - 9 : value;
        twice = !twice;
      }
    }
    return sum % 10 == 0
        && text.chars().filter(c -> c != ' ' && c != '-').distinct().count() > 1;
  }

  /** Checks ISO 7064 modulo 97: the first four characters are moved to the end, letters count from 10. */
  static boolean isIban(String text) {
    String iban = text.replace(" ", "");
    if (iban.length() < IBAN_MIN || iban.length() > IBAN_MAX) {
      return false;
    }
    int rest = 0;
    for (char c : (iban.substring(4) + iban.substring(0, 4)).toCharArray()) {
      int value = Character.digit(c, 36);
      rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest == 1;
  }

  /** Requires eight groups, or fewer with one gap, and at least one digit, to exclude {@code Ab::cd}. */
  static boolean isIpV6(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return false;
    }
    long colons = text.chars().filter(c -> c == ':').count();
    long digits = text.chars().filter(c -> c >= '0' && c <= '9').count();
    boolean whole = gap < 0 && colons == 7 && !text.startsWith(":") && !text.endsWith(":");
    return digits > 0 && text.length() > 3 && (gap >= 0 || whole);
  }
}
