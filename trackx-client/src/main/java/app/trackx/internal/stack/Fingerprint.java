package app.trackx.internal.stack;

/**
 * A running 128-bit hash of frames.
 *
 * <p>Folding drops an error whose fingerprint is already queued, so a collision would lose one: 64
 * bits from {@link String#hashCode} ("Aa" equals "BB") are too few. A cryptographic digest would
 * cost more than writing the text; two independent multiply-and-rotate lanes cost about a
 * nanosecond per character. Confined to one thread.
 */
final class Fingerprint {
  private static final char END_OF_FRAME = '\n';
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private long first = 0x9E3779B97F4A7C15L;
  private long second = 0xC2B2AE3D27D4EB4FL;

  /** Adds the frame in {@code text} between {@code from} and {@code to}. */
  void add(CharSequence text, int from, int to) {
    long a = first;
    long b = second;
    for (int i = from; i <= to; i++) {
      char c = i < to ? text.charAt(i) : END_OF_FRAME;
      a = (a ^ c) * 0x100000001B3L;
      b = Long.rotateLeft(b + c, 23) * 0x9FB21C651E98DF25L;
    }
    first = a;
    second = b;
  }

  String hex() {
    char[] digits = new char[32];
    put(mixed(first), digits, 0);
    put(mixed(second + first), digits, 16);
    return new String(digits);
  }

  private static long mixed(long value) {
    long v = value;
    v = (v ^ (v >>> 33)) * 0xFF51AFD7ED558CCDL;
    v = (v ^ (v >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return v ^ (v >>> 33);
  }

  private static void put(long value, char[] digits, int at) {
    for (int i = 0; i < 16; i++) {
      digits[at + i] = HEX[(int) (value >>> (60 - 4 * i)) & 15];
    }
  }
}
