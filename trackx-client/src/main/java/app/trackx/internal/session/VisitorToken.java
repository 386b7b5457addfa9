package app.trackx.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * The format of a visitor's token, 32 characters of {@code [0-9ghjkpz]}, and its 64-bit fingerprint.
 *
 * <p>The server drops the {@code User-Agent} header that carries the token, but stores what its
 * parser (ua-parser-js) takes for a browser or an operating system. That parser searches the whole
 * header for words such as {@code w3m}, {@code qnx} and {@code bada}. Each character is four bits,
 * a hexadecimal digit; the letters replace {@code a} to {@code f}, since no word of the parser
 * consists of these characters alone.
 */
public final class VisitorToken {
  public static final int LENGTH = 32;

  /** The fingerprint of a text that is not a token. */
  public static final long NONE = 0;

  private static final String ALPHABET = "0123456789ghjkpz";
  private static final int HALF = LENGTH / 2;

  private VisitorToken() {}

  /** Returns the token of the first 128 bits of a code. */
  public static String of(byte[] code) {
    StringBuilder token = new StringBuilder(LENGTH);
    for (int i = 0; i < HALF; i++) {
      token.append(ALPHABET.charAt(code[i] >> 4 & 0xf)).append(ALPHABET.charAt(code[i] & 0xf));
    }
    return token.toString();
  }

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
      int value = c >= '0' && c <= '9' ? c - '0' : ALPHABET.indexOf(c);
      if (value < 0) {
        return NONE;
      }
      if (i < HALF) {
        first = first << 4 | value;
      } else {
        second = second << 4 | value;
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
