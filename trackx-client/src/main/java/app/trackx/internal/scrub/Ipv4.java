package app.trackx.internal.scrub;

/** A matcher for IPv4 addresses within a text. */
final class Ipv4 {
  private static final int PARTS = 4;
  private static final int MAX = 255;

  private Ipv4() {}

  /** Returns the end of four numbers up to 255 that start there; -1 if there are none. */
  static int end(String text, int from, char separator) {
    int i = from;
    for (int part = 0; part < PARTS; part++) {
      if (part > 0 && Chars.at(text, i++) != separator) {
        return -1;
      }
      int digits = digits(text, i);
      if (digits == 0 || digits > 3 || value(text, i, digits) > MAX) {
        return -1;
      }
      if (digits > 1 && text.charAt(i) == '0') {
        return -1; // 2024.01.05.10 is not an address
      }
      i += digits;
    }
    return i;
  }

  private static int digits(String text, int from) {
    int digits = 0;
    while (digits < 4 && Chars.isDigit(Chars.at(text, from + digits))) {
      digits++;
    }
    return digits;
  }

  private static int value(String text, int from, int digits) {
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      value = 10 * value + text.charAt(i) - '0';
    }
    return value;
  }

  /** Returns whether the address can identify a host: not loopback, a network, or a mask. */
  static boolean identifiesHost(String text, int from) {
    int[] parts = parts(text, from);
    return parts[3] != 0 && parts[0] != 0 && parts[0] != 127 && parts[0] != MAX;
  }

  /** Returns whether a part has three digits, which versions seldom have. */
  static boolean hasLargePart(String text, int from) {
    for (int part : parts(text, from)) {
      if (part >= 100) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether the address belongs to a private network. */
  static boolean isPrivate(String text, int from) {
    int[] parts = parts(text, from);
    return parts[0] == 10
        || (parts[0] == 192 && parts[1] == 168)
        || (parts[0] == 172 && parts[1] >= 16 && parts[1] < 32);
  }

  private static int[] parts(String text, int from) {
    int[] parts = new int[PARTS];
    int i = from;
    for (int part = 0; part < PARTS; part++) {
      int digits = digits(text, i);
      parts[part] = value(text, i, digits);
      i += digits + 1;
    }
    return parts;
  }
}
