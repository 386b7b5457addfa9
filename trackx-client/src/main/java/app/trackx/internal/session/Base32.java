package app.trackx.internal.session;

/** Base32 encoding of RFC 4648, in lower case and without padding. */
public final class Base32 {
  private static final char[] ALPHABET = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();

  private Base32() {}

  /** Encodes the first {@code count} bytes. */
  public static String of(byte[] bytes, int count) {
    StringBuilder text = new StringBuilder((count * 8 + 4) / 5);
    int bits = 0;
    int held = 0;
    for (int i = 0; i < count; i++) {
      bits = (bits << 8 | bytes[i] & 0xff) & 0xfff; // at most 4 remaining bits and 8 new ones
      held += 8;
      while (held >= 5) {
        held -= 5;
        text.append(ALPHABET[bits >>> held & 31]);
      }
    }
    if (held > 0) {
      text.append(ALPHABET[bits << (5 - held) & 31]);
    }
    return text.toString();
  }
}
