package app.trackx.internal.http;

import java.time.Duration;
import java.util.Date;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code Retry-After} in both of its forms, seconds and an HTTP date (RFC 9110, 10.2.3).
 *
 * <p>A date is held against the answer's own {@code Date}, so that a wrong clock on either side
 * does no harm.
 */
final class RetryAfter {
  /** For a 429 that does not say how long: what upstream's nginx needs for six requests. */
  static final Duration DEFAULT = Duration.ofMinutes(1);

  private static final int MAX_DIGITS = 9;

  private RetryAfter() {}

  /** How long to be silent, never negative; null if the header is missing or means nothing. */
  static @Nullable Duration of(Headers headers, long wallMillis) {
    String value = headers.get("Retry-After");
    if (value == null) {
      return null;
    }
    Duration seconds = seconds(value.trim());
    if (seconds != null) {
      return seconds;
    }
    Date until = headers.getDate("Retry-After");
    if (until == null) {
      return null;
    }
    Date sent = headers.getDate("Date");
    long millis = until.getTime() - (sent == null ? wallMillis : sent.getTime());
    return Duration.ofMillis(Math.max(0, millis));
  }

  /** The form in seconds alone; null if it is another. */
  static @Nullable Duration seconds(String text) {
    return isNumber(text)
        ? Duration.ofSeconds(text.length() > MAX_DIGITS ? Integer.MAX_VALUE : Long.parseLong(text))
        : null;
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
