package app.trackx;

import org.jspecify.annotations.Nullable;

/**
 * The form of a token that stands for a visitor, 26 characters of {@code [a-z2-7]}, and 64 bits of
 * it to know it again by.
 */
final class VisitorToken {
  static final int LENGTH = 26;

  /** In place of a fingerprint: that is no token. */
  static final long NONE = 0;

  private static final int HALF = LENGTH / 2;

  private VisitorToken() {}

  /** What can be sent as a header, or null. */
  static @Nullable String checked(@Nullable String token) {
    return fingerprint(token) == NONE ? null : token;
  }

  /**
   * 64 bits that depend on every character; {@link #NONE} if it is no token. Allocates nothing: it is
   * asked for with every request of a visitor.
   */
  static long fingerprint(@Nullable String token) {
    if (token == null || token.length() != LENGTH) {
      return NONE;
    }
    long first = 0;
    long second = 0;
    for (int i = 0; i < LENGTH; i++) {
      char c = token.charAt(i);
      int value = c >= 'a' && c <= 'z' ? c - 'a' : c >= '2' && c <= '7' ? c - '2' + 26 : -1;
      if (value < 0) {
        return NONE;
      }
      if (i < HALF) {
        first = Long.rotateLeft(first, 5) ^ value;
      } else {
        second = Long.rotateLeft(second, 5) ^ value;
      }
    }
    long mixed = mix(first + 0x9E3779B97F4A7C15L * mix(second + 1));
    return mixed == NONE ? 1 : mixed;
  }

  /** The finalizer of splitmix64, which is one to one. */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
