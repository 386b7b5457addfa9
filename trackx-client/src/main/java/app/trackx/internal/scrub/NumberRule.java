package app.trackx.internal.scrub;

import java.util.Set;

/**
 * A rule for numbers with check digits: payment cards (issuer, length and Luhn checksum) and bank
 * accounts (length by country and the remainder modulo 97). It also redacts phone numbers in
 * international form, which have none and are recognized by their plus sign.
 */
final class NumberRule implements Rule {
  private static final int SHORTEST_CARD = 13;
  private static final int LONGEST_CARD = 19;
  private static final int OF_BARCODE = 13;
  private static final int MOST_ALONE = 16;
  private static final int[][] GROUPS = {{4, 4, 4, 4, 3}, {4, 4, 4, 4}, {4, 6, 5}, {4, 6, 4}};

  private static final int SHORTEST_PHONE = 8;
  private static final int SHORTEST_UNGROUPED = 9;
  private static final int LONGEST_PHONE = 15;
  private static final int OF_NORTH_AMERICA = 11;

  private final String card;
  private final String iban;
  private final String phone;
  private final boolean redactsCards;
  private final boolean redactsAccounts;
  private final boolean redactsPhones;

  NumberRule(Labels labels, Set<Kind> kept) {
    this.card = labels.of(Kind.CARD);
    this.iban = labels.of(Kind.IBAN);
    this.phone = labels.of(Kind.PHONE);
    this.redactsCards = !kept.contains(Kind.CARD);
    this.redactsAccounts = !kept.contains(Kind.IBAN);
    this.redactsPhones = !kept.contains(Kind.PHONE);
  }

  @Override
  public String apply(String text) {
    Redaction redaction = new Redaction(text);
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      int to = -1;
      if (Chars.isDigit(c)) {
        to = redactsCards && !isWithin(text, i) ? endOfCard(text, i) : -1;
        if (to > 0) {
          redaction.replace(i, to, card);
        } else {
          to = endOfDigits(text, i);
        }
      } else if (c == '+' && redactsPhones && !Chars.isOfWord(Chars.at(text, i - 1))) {
        to = endOfPhone(text, i);
        if (to > 0) {
          redaction.replace(i, to, phone);
        }
      } else if (redactsAccounts
          && Chars.isAsciiLetter(c)
          && !Chars.isOfWord(Chars.at(text, i - 1))) {
        to = Iban.end(text, i);
        if (to > 0) {
          redaction.replace(i, to, iban);
        }
      }
      i = Math.max(i + 1, to);
    }
    return redaction.result();
  }

  /** Words before a card's number, also right before it. */
  private static final String[] CARD_WORDS = {
    "pan",
    "card",
    "visa",
    "mastercard",
    "amex",
    "maestro",
    "cc",
    "b",
    "karte",
    "carte",
    "tarjeta",
    "cardnumber",
    "number"
  };

  /** The ends of words before other long numbers. */
  private static final String[] OTHER_WORDS = {
    "id",
    "ids",
    "trace",
    "span",
    "offset",
    "seq",
    "sequence",
    "timestamp",
    "block",
    "blk",
    "tid",
    "lsn",
    "scn",
    "snowflake",
    "ean",
    "gtin",
    "isbn",
    "barcode",
    "article",
    "shard",
    "account"
  };

  /** Returns whether digits there belong to a word, a decimal number or the like. */
  private static boolean isWithin(String text, int i) {
    char before = Chars.at(text, i - 1);
    if (Chars.isAsciiLetter(before)) {
      return !Chars.isAfterWord(text, i, "", CARD_WORDS);
    }
    return Chars.isOfWord(before)
        || before == '_'
        || (before == '-' && Chars.at(text, i - 2) == '_') // blk_-4539…
        || ((before == '.' || before == ',') && Chars.isDigit(Chars.at(text, i - 2)));
  }

  private static int endOfDigits(String text, int from) {
    int i = from;
    while (Chars.isDigit(Chars.at(text, i))) {
      i++;
    }
    return i;
  }

  private static int endOfCard(String text, int from) {
    int first = endOfDigits(text, from);
    int length = first - from;
    if (length >= SHORTEST_CARD) {
      return length <= LONGEST_CARD
              && endsNumber(text, first)
              && isCard(text, from, first)
              && !isOther(text, from, first)
          ? first
          : -1;
    }
    for (int[] groups : GROUPS) {
      int end = endOfGroups(text, from, groups);
      if (end > 0 && endsNumber(text, end) && isCard(text, from, end)) {
        return end;
      }
    }
    return -1;
  }

  /** Returns whether digits without groups are more likely an id or the number of an article. */
  private static boolean isOther(String text, int from, int to) {
    if (Chars.isAfterWord(text, from, " :='\"(#", CARD_WORDS)) {
      return false;
    }
    return to - from > MOST_ALONE
        || (to - from == OF_BARCODE && isBarcode(text, from))
        || Chars.isAfterEnding(text, from, OTHER_WORDS);
  }

  /** Returns whether the last of 13 digits is the check digit of an article number. */
  private static boolean isBarcode(String text, int from) {
    int sum = 0;
    for (int i = 0; i < OF_BARCODE; i++) {
      sum += (text.charAt(from + i) - '0') * (i % 2 == 0 ? 1 : 3);
    }
    return sum % 10 == 0;
  }

  private static int endOfGroups(String text, int from, int[] groups) {
    int i = from;
    char separator = Chars.NONE;
    for (int group : groups) {
      if (i > from) {
        char c = Chars.at(text, i);
        if ((c != ' ' && c != '-' && c != '.' && c != '\u00a0')
            || (separator != Chars.NONE && c != separator)) {
          return -1;
        }
        separator = c;
        i++;
      }
      for (int k = 0; k < group; k++, i++) {
        if (!Chars.isDigit(Chars.at(text, i))) {
          return -1;
        }
      }
    }
    return i;
  }

  private static boolean endsNumber(String text, int end) {
    char after = Chars.at(text, end);
    return !Chars.isOfWord(after) && !(after == '.' && Chars.isDigit(Chars.at(text, end + 1)));
  }

  private static boolean isCard(String text, int from, int to) {
    int sum = 0;
    int digits = 0;
    for (int i = to - 1; i >= from; i--) {
      if (Chars.isDigit(text.charAt(i))) {
        int digit = text.charAt(i) - '0';
        int doubled = digits % 2 == 1 ? 2 * digit : digit;
        sum += doubled > 9 ? doubled - 9 : doubled;
        digits++;
      }
    }
    return sum % 10 == 0 && isOfIssuer(prefix(text, from), digits);
  }

  /** Returns the first four digits. */
  private static int prefix(String text, int from) {
    int value = 0;
    int digits = 0;
    for (int i = from; digits < 4; i++) {
      if (Chars.isDigit(text.charAt(i))) {
        value = 10 * value + text.charAt(i) - '0';
        digits++;
      }
    }
    return value;
  }

  private static boolean isOfIssuer(int prefix, int digits) {
    int two = prefix / 100;
    if (prefix / 1000 == 4) {
      return digits == 13 || digits == 16 || digits == 19;
    }
    if (two >= 51 && two <= 55 || prefix >= 2221 && prefix <= 2720) {
      return digits == 16;
    }
    if (two == 34 || two == 37) {
      return digits == 15;
    }
    if (two == 36 || two == 38 || two == 39 || prefix >= 3000 && prefix <= 3059) {
      return digits >= 14;
    }
    if (prefix >= 3528 && prefix <= 3589) {
      return digits >= 16;
    }
    if (prefix >= 2200 && prefix <= 2204) {
      return digits >= 16; // Mir
    }
    if (digits == 13) { // the shortest of Maestro
      return prefix == 5018
          || prefix == 5020
          || prefix == 5038
          || prefix == 6304
          || prefix >= 6759 && prefix <= 6763;
    }
    // Maestro, Discover, UnionPay, RuPay, Troy
    return digits >= 16
        && (two == 50 || two >= 56 && two <= 69 || two == 81 || two == 82 || prefix == 9792);
  }

  private static int endOfPhone(String text, int plus) {
    int digits = 0;
    int end = -1;
    boolean grouped = false;
    int separators = 0;
    int i = plus + 1;
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Chars.isDigit(c)) {
        if (++digits > LONGEST_PHONE) {
          return -1;
        }
        grouped |= separators > 0 && digits > 1;
        separators = 0;
        end = i + 1;
      } else if (" -.()/\u00a0".indexOf(c) < 0 || ++separators > 3) {
        break;
      }
    }
    if (end < 0 || Chars.isOfWord(Chars.at(text, end)) || !isPhone(text, plus + 1, digits)) {
      return -1;
    }
    return grouped || digits >= SHORTEST_UNGROUPED ? withExtension(text, end) : -1;
  }

  /** Includes the extension in {@code +1 646 555-0199 x42}. */
  private static int withExtension(String text, int end) {
    for (String before : new String[] {" x", " ext. ", " ext "}) {
      int from = end + before.length();
      if (text.startsWith(before, end) && Chars.isDigit(Chars.at(text, from))) {
        int to = endOfDigits(text, from);
        return Chars.isOfWord(Chars.at(text, to)) ? end : to;
      }
    }
    return end;
  }

  private static boolean isPhone(String text, int from, int digits) {
    int i = from;
    while (!Chars.isDigit(text.charAt(i))) {
      i++;
    }
    char first = text.charAt(i);
    return digits >= SHORTEST_PHONE
        && first != '0'
        && (first != '1' || digits == OF_NORTH_AMERICA)
        && i - from <= 1;
  }
}
