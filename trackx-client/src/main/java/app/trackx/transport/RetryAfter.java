package app.trackx.transport;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A parser for both forms of {@code Retry-After}: seconds and an HTTP date (RFC 9110, 10.2.3).
 *
 * <p>A date is compared with the response's own {@code Date}, so a wrong clock on either side does
 * no harm.
 */
final class RetryAfter {
  /** For a 429 without the header: in this time upstream's nginx allows six more requests. */
  static final Duration DEFAULT = Duration.ofMinutes(1);

  private static final int MAX_DIGITS = 9;

  private RetryAfter() {}

  /** Returns how long to wait, never negative; null if the header is missing or malformed. */
  static @Nullable Duration of(Function<String, @Nullable String> headers, long wallMillis) {
    String value = headers.apply("Retry-After");
    if (value == null) {
      return null;
    }
    String text = value.trim();
    if (isNumber(text)) {
      return Duration.ofSeconds(
          text.length() > MAX_DIGITS ? Integer.MAX_VALUE : Long.parseLong(text));
    }
    String date = headers.apply("Date");
    long sent = date == null ? HttpDate.NONE : HttpDate.millis(date, wallMillis);
    long now = sent == HttpDate.NONE ? wallMillis : sent;
    long until = HttpDate.millis(text, now);
    return until == HttpDate.NONE ? null : Duration.ofMillis(Math.max(0, until - now));
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
