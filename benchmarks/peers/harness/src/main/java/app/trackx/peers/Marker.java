package app.trackx.peers;

/** The text in an outermost message by which the server recognizes an event, such as {@code PBM-0001234-}. */
public final class Marker {
  static final int DIGITS = 7;
  static final String PREFIX = "PBM-";

  private Marker() {}

  /** Returns the marker of an event. */
  public static String of(long id) {
    char[] text = (PREFIX + "0000000-").toCharArray();
    long rest = id;
    for (int i = PREFIX.length() + DIGITS - 1; i >= PREFIX.length(); i--) {
      text[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
    return new String(text);
  }
}
