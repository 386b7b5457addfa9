package app.trackx.local.internal.privacy;

/** What tells a number of a kind from any other run of digits. */
final class Checksum {
  private static final int IBAN_MIN = 15;
  private static final int IBAN_MAX = 34;

  private Checksum() {}

  /** Luhn's sum, and not one digit alone, as of zeros. */
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

  /** ISO 7064, modulo 97: the first four characters go last, letters count from 10. */
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

  /** Eight groups, or fewer with one gap; with a digit, so that {@code Ab::cd} is none. */
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
