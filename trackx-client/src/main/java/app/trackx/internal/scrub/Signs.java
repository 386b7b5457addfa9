package app.trackx.internal.scrub;

/**
 * Which signs of ASCII a text holds, told by one look at each: most texts hold none of those that a
 * rule needs, and then it need not go over the text at all.
 */
final class Signs {
  /** Stands for all that is not ASCII. */
  static final char OTHERS = '\u007f';

  private static final int HALF = 64;

  private final long low;
  private final long high;

  private Signs(long low, long high) {
    this.low = low;
    this.high = high;
  }

  /** The signs of a text, or those that a rule needs one of. */
  static Signs of(String text) {
    long low = 0;
    long high = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < HALF) {
        low |= 1L << c;
      } else {
        high |= 1L << Math.min(c, OTHERS); // a shift takes the last six bits alone
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
