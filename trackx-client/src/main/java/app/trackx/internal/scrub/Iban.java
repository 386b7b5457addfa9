package app.trackx.internal.scrub;

/** A matcher for international bank account numbers (ISO 13616). */
final class Iban {
  private static final int REMAINDER_OF = 97;

  /** Country and length, from the SWIFT registry. */
  private static final String LENGTHS =
      "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28"
          + "CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23"
          + "IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18"
          + "NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26"
          + "UA29VA22VG24XK20YE30";

  private Iban() {}

  /** Returns the end of the account number that starts there; -1 if there is none. */
  static int end(String text, int from) {
    if (!Chars.isDigit(Chars.at(text, from + 2)) || !Chars.isDigit(Chars.at(text, from + 3))) {
      return -1;
    }
    int length = length(text, from);
    int count = 0;
    int i = from;
    char[] account = new char[length];
    while (count < length) {
      char c = Chars.at(text, i);
      if (Chars.isDigit(c) || Chars.isAsciiLetter(c)) {
        account[count++] = Character.toUpperCase(c);
      } else if ((c != ' ' && c != '-' && c != '\u00a0')
          || !Chars.isOfWord(Chars.at(text, i - 1))) {
        return -1;
      }
      i++;
    }
    return length > 0 && !Chars.isOfWord(Chars.at(text, i)) && isRight(account) ? i : -1;
  }

  private static int length(String text, int from) {
    String country = text.substring(from, from + 2);
    for (int i = 0; i < LENGTHS.length(); i += 4) {
      if (LENGTHS.regionMatches(true, i, country, 0, 2)) {
        return 10 * (LENGTHS.charAt(i + 2) - '0') + LENGTHS.charAt(i + 3) - '0';
      }
    }
    return 0;
  }

  private static boolean isRight(char[] account) {
    int remainder = 0;
    for (int i = 0; i < account.length; i++) {
      char c = account[(i + 4) % account.length]; // country and check digits are moved to the end
      remainder = Chars.isDigit(c)
          ? (10 * remainder + c - '0') % REMAINDER_OF
          : (100 * remainder + c - 'A' + 10) % REMAINDER_OF;
    }
    return remainder == 1;
  }
}
