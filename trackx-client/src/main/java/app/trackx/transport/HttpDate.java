package app.trackx.transport;

import java.util.StringTokenizer;

/**
 * A parser for the three date formats of HTTP (RFC 9110, 5.6.7).
 *
 * <p>Written by hand, because the formatters of {@code java.time} are strict about the weekday, do
 * not support two of the formats, and load more classes in a fresh JVM than the whole request.
 */
final class HttpDate {
  /** Returned for text that is not a date. */
  static final long NONE = Long.MIN_VALUE;

  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
  private static final long DAY = 86_400;
  private static final int DAYS_TO_1970 = 719_468; // since March 1 of the year 0

  private HttpDate() {}

  /**
   * Returns milliseconds since 1970 UTC, or {@link #NONE}.
   *
   * @param nowMillis determines the century of a two-digit year
   */
  static long millis(String text, long nowMillis) {
    StringTokenizer parts = new StringTokenizer(text, " ,-");
    String[] part = new String[6];
    int count = 0;
    while (parts.hasMoreTokens()) {
      if (count == part.length) {
        return NONE;
      }
      part[count++] = parts.nextToken();
    }
    if (count == 6 && part[5].equalsIgnoreCase("GMT")) { // Sun, 06 Nov 1994 08:49:37 GMT
      return millis(year(part[3], nowMillis), part[2], part[1], part[4]);
    }
    if (count == 5) { // Sun Nov  6 08:49:37 1994
      return millis(year(part[4], nowMillis), part[1], part[2], part[3]);
    }
    return NONE;
  }

  private static long millis(int year, String month, String day, String time) {
    int monthIndex = month(month);
    int dayOfMonth = number(day, 0, day.length(), 31);
    if (year < 0 || monthIndex < 0 || dayOfMonth < 1) {
      return NONE;
    }
    int seconds = seconds(time);
    return seconds < 0 ? NONE : (days(year, monthIndex, dayOfMonth) * DAY + seconds) * 1000;
  }

  private static int year(String text, long nowMillis) {
    int year = number(text, 0, text.length(), 9999);
    if (text.length() != 2 || year < 0) {
      return text.length() == 4 ? year : -1;
    }
    int now = 1970 + (int) Math.floorDiv(nowMillis / 1000, (long) (365.2425 * DAY));
    int full = now / 100 * 100 + year;
    if (full > now + 50) {
      return full - 100;
    }
    return full <= now - 50 ? full + 100 : full;
  }

  private static int month(String text) {
    int at = text.length() == 3 ? MONTHS.indexOf(lowerCase(text)) : -1;
    return at >= 0 && at % 3 == 0 ? at / 3 : -1;
  }

  /** Lowercases ASCII letters, independent of the locale. */
  private static String lowerCase(String text) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (chars[i] >= 'A' && chars[i] <= 'Z') {
        chars[i] += 'a' - 'A';
      }
    }
    return new String(chars);
  }

  /**
   * Returns the seconds since midnight of a text such as {@code 08:49:37}; negative for anything
   * else.
   */
  private static int seconds(String text) {
    if (text.length() != 8 || text.charAt(2) != ':' || text.charAt(5) != ':') {
      return -1;
    }
    int hours = number(text, 0, 2, 23);
    int minutes = number(text, 3, 5, 59);
    int seconds = number(text, 6, 8, 60); // a leap second
    return hours < 0 || minutes < 0 || seconds < 0 ? -1 : (hours * 60 + minutes) * 60 + seconds;
  }

  private static int number(String text, int start, int end, int most) {
    int number = 0;
    for (int i = start; i < end; i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9' || number > most) {
        return -1;
      }
      number = 10 * number + (digit - '0');
    }
    return number > most ? -1 : number;
  }

  /**
   * Returns days since 1970. The year starts in March here, so that the leap day is its last day.
   */
  private static long days(int year, int month, int day) {
    int shifted = (month + 10) % 12; // months since March
    long years = month < 2 ? year - 1 : year;
    long leapDays =
        Math.floorDiv(years, 4L) - Math.floorDiv(years, 100L) + Math.floorDiv(years, 400L);
    return years * 365 + leapDays + (153 * shifted + 2) / 5 + day - 1 - DAYS_TO_1970;
  }
}
