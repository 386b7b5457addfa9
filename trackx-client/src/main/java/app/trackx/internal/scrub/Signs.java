package app.trackx.internal.scrub;

/**
 * The set of ASCII characters in a text and the number of its digits, computed in one pass: most
 * texts lack a character that a rule requires, so that the rule can be skipped.
 */
final class Signs {
  /** Represents all characters that are not ASCII. */
  static final char OTHERS = '\u007f';

  private static final int HALF = 64;
  private static final int LETTERS = 0x7fffffe;

  private final long low;
  private final long high;
  private final int digits;

  private Signs(long low, long high, int digits) {
    this.low = low;
    this.high = high;
    this.digits = digits;
  }

  /** Returns the characters of a text, or those that a rule requires. */
  static Signs of(String text) {
    long low = 0;
    long high = 0;
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < HALF) {
        low |= 1L << c;
        digits += c >= '0' && c <= '9' ? 1 : 0;
      } else {
        high |= 1L << Math.min(c, OTHERS); // a shift uses only the last six bits
      }
    }
    return new Signs(low, high, digits);
  }

  boolean haveAllOf(Signs needed) {
    return (low & needed.low) == needed.low && (high & needed.high) == needed.high;
  }

  boolean haveAnyOf(Signs needed) {
    return (low & needed.low) != 0 || (high & needed.high) != 0;
  }

  boolean haveDigits(int least) {
    return digits >= least;
  }

  /** Returns whether all letters of one of the words are there, ignoring case. */
  boolean mayHaveAnyOf(int[] words) {
    int letters = letters();
    for (int word : words) {
      if ((letters & word) == word) {
        return true;
      }
    }
    return false;
  }

  /** Returns the letters as bits, ignoring case. */
  int letters() {
    return (int) (high | high >>> (HALF / 2)) & LETTERS;
  }
}
