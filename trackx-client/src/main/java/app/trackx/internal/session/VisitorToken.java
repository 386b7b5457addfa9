package app.trackx.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * The format of a visitor's token, 26 characters of {@code [a-z2-7]}, and its 64-bit fingerprint.
 */
public final class VisitorToken {
  public static final int LENGTH = 26;

  /** The fingerprint of a text that is not a token. */
  public static final long NONE = 0;

  private static final int HALF = LENGTH / 2;

  private VisitorToken() {}

  /** Returns the token if it is valid, and so safe in a header; otherwise null. */
  public static @Nullable String checked(@Nullable String token) {
    return fingerprint(token) == NONE ? null : token;
  }

  /**
   * Returns 64 bits that depend on every character; {@link #NONE} if the text is not a token.
   * Allocates nothing, since it runs for every request of a visitor.
   */
  public static long fingerprint(@Nullable String token) {
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

  /** The finalizer of splitmix64, which is bijective. */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
