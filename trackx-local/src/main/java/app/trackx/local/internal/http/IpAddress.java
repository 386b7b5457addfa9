package app.trackx.local.internal.http;

/**
 * A validator of IP addresses. The JDK's parser is not used because it resolves any other text as a host name.
 */
public final class IpAddress {
  private IpAddress() {}

  public static boolean isValid(String text) {
    return text.indexOf(':') < 0 ? isV4(text) : isV6(text);
  }

  private static boolean isV4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      if (!isByte(part)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isByte(String part) {
    if (part.isEmpty() || part.length() > 3 || (part.length() > 1 && part.charAt(0) == '0')) {
      return false;
    }
    int value = 0;
    for (int i = 0; i < part.length(); i++) {
      int digit = part.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      value = value * 10 + digit;
    }
    return value <= 255;
  }

  private static boolean isV6(String text) {
    int percent = text.indexOf('%');
    if (percent >= 0 && !isZone(text.substring(percent + 1))) {
      return false;
    }
    String address = percent < 0 ? text : text.substring(0, percent);
    int gap = address.indexOf("::");
    if (gap < 0) {
      return groups(address, true) == 8;
    }
    int before = gap == 0 ? 0 : groups(address.substring(0, gap), false);
    String tail = address.substring(gap + 2);
    int after = tail.isEmpty() ? 0 : groups(tail, true);
    return before >= 0 && after >= 0 && before + after < 8;
  }

  /** Returns the number of 16-bit groups in a text; -1 if it is invalid. */
  private static int groups(String run, boolean mayEndInV4) {
    String[] parts = run.split(":", -1);
    int last = parts.length - 1;
    boolean endsInV4 = mayEndInV4 && isV4(parts[last]);
    for (int i = 0; i < (endsInV4 ? last : parts.length); i++) {
      if (!isGroup(parts[i])) {
        return -1;
      }
    }
    return endsInV4 ? parts.length + 1 : parts.length;
  }

  private static boolean isGroup(String part) {
    boolean hex = !part.isEmpty() && part.length() <= 4;
    for (int i = 0; hex && i < part.length(); i++) {
      hex = part.charAt(i) < 128 && Character.digit(part.charAt(i), 16) >= 0;
    }
    return hex;
  }

  private static boolean isZone(String zone) {
    boolean valid = !zone.isEmpty();
    for (int i = 0; valid && i < zone.length(); i++) {
      char c = zone.charAt(i);
      valid = c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '.' || c == ':');
    }
    return valid;
  }
}
