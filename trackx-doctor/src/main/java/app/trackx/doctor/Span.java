package app.trackx.doctor;

/** Durations in words. */
final class Span {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Span() {}

  /**
   * Returns a text such as {@code 45 seconds}, {@code 30 minutes}, {@code 2 hours and 5 minutes} or
   * {@code 3 days}.
   */
  static String ofSeconds(long seconds) {
    if (seconds < MINUTE) {
      return count(seconds, "second");
    }
    if (seconds < HOUR) {
      return two(seconds / MINUTE, "minute", seconds % MINUTE, "second");
    }
    return seconds < DAY
        ? two(seconds / HOUR, "hour", seconds % HOUR / MINUTE, "minute")
        : two(seconds / DAY, "day", seconds % DAY / HOUR, "hour");
  }

  /** Returns the same, rounded to the largest unit. */
  static String roughly(long seconds) {
    long minutes = rounded(seconds, MINUTE);
    if (seconds < MINUTE || minutes < HOUR) {
      return ofSeconds(seconds < MINUTE ? seconds : minutes);
    }
    long hours = rounded(seconds, HOUR);
    return ofSeconds(hours < DAY ? hours : rounded(seconds, DAY));
  }

  private static long rounded(long seconds, long unit) {
    return (seconds + unit / 2) / unit * unit;
  }

  private static String two(long first, String unit, long rest, String smaller) {
    return count(first, unit) + (rest == 0 ? "" : " and " + count(rest, smaller));
  }

  private static String count(long n, String unit) {
    return n + " " + unit + (n == 1 ? "" : "s");
  }
}
