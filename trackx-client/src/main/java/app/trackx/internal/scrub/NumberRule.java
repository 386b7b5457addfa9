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

  /** Returns whether digits there belong to a word, a decimal number or the like. */
  private static boolean isWithin(String text, int i) {
    char before = Chars.at(text, i - 1);
    return Chars.isOfWord(before)
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
      return length <= LONGEST_CARD && endsNumber(text, first) && isCard(text, from, first)
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

  private static int endOfGroups(String text, int from, int[] groups) {
    int i = from;
    char separator = Chars.NONE;
    for (int group : groups) {
      if (i > from) {
        char c = Chars.at(text, i);
        if ((c != ' ' && c != '-' && c != '\u00a0')
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
    // Maestro, Discover, UnionPay
    return digits >= 16 && (two == 50 || two >= 56 && two <= 69);
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
    return grouped || digits >= SHORTEST_UNGROUPED ? end : -1;
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
