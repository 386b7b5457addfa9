package app.trackx.internal.scrub;

/**
 * The set of ASCII characters in a text, computed in one pass: most texts contain none of the
 * characters that a rule requires, so that the rule can be skipped.
 */
final class Signs {
  /** Represents all characters that are not ASCII. */
  static final char OTHERS = '\u007f';

  private static final int HALF = 64;

  private final long low;
  private final long high;

  private Signs(long low, long high) {
    this.low = low;
    this.high = high;
  }

  /** Returns the characters of a text, or those that a rule requires. */
  static Signs of(String text) {
    long low = 0;
    long high = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < HALF) {
        low |= 1L << c;
      } else {
        high |= 1L << Math.min(c, OTHERS); // a shift uses only the last six bits
      }
    }
    return new Signs(low, high);
  }

  boolean haveAllOf(Signs needed) {
    return (low & needed.low) == needed.low && (high & needed.high) == needed.high;
  }

  boolean haveAnyOf(Signs needed) {
    return (low & needed.low) != 0 || (high & needed.high) != 0;
  }
}
