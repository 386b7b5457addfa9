package app.trackx.local.internal.stack;

import java.math.BigDecimal;

/** The text of a number in JavaScript, whose numbers are doubles. */
public final class JavaScriptNumber {
  private static final double FIRST_WITH_EXPONENT = 1e21;
  private static final double FIRST_WITHOUT_EXPONENT = 1e-6;

  private JavaScriptNumber() {}

  /** Returns the text that {@code String(number)} has in JavaScript. */
  public static String text(double number) {
    if (number == Math.rint(number) && Math.abs(number) <= Long.MAX_VALUE / 2048) {
      return Long.toString((long) number);
    }
    double magnitude = Math.abs(number);
    if (Double.isInfinite(number) || Double.isNaN(number)) {
      return Double.toString(number);
    }
    if (magnitude >= FIRST_WITHOUT_EXPONENT && magnitude < FIRST_WITH_EXPONENT) {
      return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
    String[] parts = Double.toString(number).split("E", -1);
    String digits =
        parts[0].endsWith(".0") ? parts[0].substring(0, parts[0].length() - 2) : parts[0];
    return digits + (parts[1].startsWith("-") ? "e" : "e+") + parts[1];
  }
}
