package app.trackx.relay.front;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Tells addresses from other texts, as the server does, which responds to those with 400. */
final class IpAddress {
  private static final int LONGEST = 64;

  private IpAddress() {}

  static boolean isValid(String text) {
    if (text.isEmpty() || text.length() > LONGEST || !isOfAddress(text)) {
      return false;
    }
    return text.indexOf(':') < 0 ? isV4(text) : isV6(text);
  }

  /** Only such a text may be handed to the JDK, which resolves any other as a host's name. */
  private static boolean isOfAddress(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 128 || (Character.digit(c, 16) < 0 && ":.".indexOf(c) < 0)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isV4(String text) {
    String[] parts = text.split("\\.", -1);
    boolean valid = parts.length == 4;
    for (int i = 0; valid && i < parts.length; i++) {
      String part = parts[i];
      valid = part.matches("0|[1-9][0-9]{0,2}") && Integer.parseInt(part) <= 255;
    }
    return valid;
  }

  private static boolean isV6(String text) {
    try {
      return InetAddress.getByName('[' + text + ']') != null; // a literal: no look-up
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
