package app.trackx.peers;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The values of one key in several forks. */
record Samples(double min, double median, double max) {
  /** Returns the samples, or null if one is no number. */
  static Samples of(List<String> values) {
    double[] sorted = new double[values.size()];
    try {
      for (int i = 0; i < sorted.length; i++) {
        sorted[i] = Double.parseDouble(values.get(i));
      }
    } catch (NumberFormatException e) {
      return null;
    }
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    double median = (sorted[last / 2] + sorted[(last + 1) / 2]) / 2;
    return new Samples(sorted[0], median, sorted[last]);
  }

  /** Returns a number with three significant digits, or all digits of an integer. */
  static String format(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e12) {
      return Long.toString((long) value);
    }
    double size = Math.abs(value);
    String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }

  @Override
  public String toString() {
    return min == max
        ? format(median)
        : format(median) + " (" + format(min) + "–" + format(max) + ")";
  }
}
