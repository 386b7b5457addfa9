package app.trackx.internal.scrub;

/**
 * A matcher for IPv6 and hardware addresses within a text: groups of hexadecimal digits with
 * colons.
 */
final class Ipv6 {
  private static final int GROUPS = 8;
  private static final int DIGITS = 4;
  private static final int OF_HARDWARE = 6;
  private static final int LENGTH_OF_HARDWARE = 3 * OF_HARDWARE - 1;
  /** The length of {@code 3c22.fb9a.017e}. */
  static final int LENGTH_OF_DOTTED = 14;

  private static final int LONGEST_ZONE = 32;

  private Ipv6() {}

  /**
   * Returns the end of the hexadecimal digits and colons that start there, with dashes and dots
   * within.
   */
  static int endOfRun(String text, int from) {
    int i = from;
    while (i < text.length() && isOfRun(text, i, from)) {
      i++;
    }
    return i;
  }

  private static boolean isOfRun(String text, int i, int from) {
    char c = text.charAt(i);
    if (Chars.isHex(c) || c == ':') {
      return true;
    }
    // an IPv4 address at the end, or a hardware address with dashes
    return i > from && (c == '.' || c == '-') && Chars.isHex(Chars.at(text, i + 1));
  }

  /** Excludes a single colon at the end, which belongs to the text: {@code fe80::1: refused}. */
  static int withoutColon(String text, int from, int to) {
    boolean single = to - from > 2 && text.charAt(to - 1) == ':' && text.charAt(to - 2) != ':';
    return single ? to - 1 : to;
  }

  /** Excludes a port after eight groups, as JDKs up to 13 print a socket's address. */
  static int withoutPort(String text, int from, int to) {
    int colons = 0;
    int last = to;
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == ':') {
        colons++;
        last = i;
        if (Chars.at(text, i + 1) == ':') {
          return to;
        }
      }
    }
    return colons == GROUPS ? last : to;
  }

  /** Returns whether it has six groups of two, as in {@code 00:1b:44:11:3a:b7}. */
  static boolean isHardware(String text, int from, int to) {
    if (to - from != LENGTH_OF_HARDWARE || Chars.isAlnum(Chars.at(text, to))) {
      return false;
    }
    char separator = text.charAt(from + 2);
    boolean letter = false;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      boolean between = (i - from) % 3 == 2;
      if (between ? c != separator : !Chars.isHex(c)) {
        return false;
      }
      letter |= Chars.isAsciiLetter(c);
    }
    return separator == ':' || (separator == '-' && letter);
  }

  /** Returns whether it has three groups of four, with digits and letters in one of them. */
  static boolean isDottedHardware(String text, int from) {
    if (Chars.at(text, from + 4) != '.' || Chars.at(text, from + 9) != '.') {
      return false;
    }
    boolean mixed = false;
    boolean letter = false;
    boolean digit = false;
    for (int k = 0; k < LENGTH_OF_DOTTED; k++) {
      char c = Chars.at(text, from + k);
      if (k % 5 == 4) {
        letter = false;
        digit = false;
      } else if (!Chars.isHex(c)) {
        return false;
      }
      letter |= Chars.isAsciiLetter(c);
      digit |= Chars.isDigit(c);
      mixed |= letter && digit;
    }
    char after = Chars.at(text, from + LENGTH_OF_DOTTED);
    return mixed && !Chars.isAlnum(after) && after != '.' && after != '-';
  }

  /**
   * Returns whether it is the address of a host: neither loopback nor unspecified, in any notation.
   */
  static boolean isAddress(String text, int from, int to) {
    int length = to - from;
    if (length < 3 || length > 45) {
      return false;
    }
    int groups = 0;
    int compressed = 0;
    int longest = 0;
    boolean digit = false;
    int i = from;
    while (i < to) {
      if (text.startsWith("::", i) && i + 2 <= to) {
        compressed++;
        i += 2;
        continue;
      }
      if (text.charAt(i) == ':') {
        if (i == from || i == to - 1) {
          return false;
        }
        i++;
      }
      int group = i;
      while (i < to && Chars.isHex(text.charAt(i))) {
        digit |= Chars.isDigit(text.charAt(i));
        i++;
      }
      if (i < to && text.charAt(i) == '.') {
        return Ipv4.end(text, group, '.') == to && compressed == 1 && groups < GROUPS - 1;
      }
      if (i == group || i - group > DIGITS || (i < to && text.charAt(i) != ':')) {
        return false;
      }
      groups++;
      longest = Math.max(longest, i - group);
    }
    // fingerprints and ratios have only short groups
    boolean complete =
        compressed == 0 ? groups == GROUPS && longest > 2 : compressed == 1 && groups < GROUPS;
    return complete && digit && !isLoopback(text, from, to);
  }

  private static boolean isLoopback(String text, int from, int to) {
    for (int i = from; i < to - 1; i++) {
      if (text.charAt(i) != '0' && text.charAt(i) != ':') {
        return false;
      }
    }
    return text.charAt(to - 1) == '1' || text.charAt(to - 1) == '0';
  }

  /** Returns the end of a zone such as {@code %eth0}, or {@code from} if there is none. */
  static int endOfZone(String text, int from) {
    if (Chars.at(text, from) != '%') {
      return from;
    }
    int i = from + 1;
    while (i - from < LONGEST_ZONE && isOfZone(Chars.at(text, i))) {
      i++;
    }
    while (i > from + 1 && text.charAt(i - 1) == '.') {
      i--;
    }
    return i == from + 1 ? from : i;
  }

  private static boolean isOfZone(char c) {
    return Chars.isAscii(c) && (Chars.isAlnum(c) || c == '_' || c == '-' || c == '.');
  }
}
