package app.trackx;

import java.time.Duration;

/**
 * How often a client may send: a token bucket, shared by events and pings. Immutable.
 *
 * <p>The default, {@code RateLimit.of(30, 6, Duration.ofMinutes(1))}, stays within what upstream's
 * nginx configuration lets through for one client address; past it that server answers 429 and asks
 * for half an hour of silence. Raise it only together with the server's limit. Clients behind one
 * address share the server's limit and do not know of each other.
 */
public final class RateLimit {
  static final RateLimit DEFAULT = of(30, 6, Duration.ofMinutes(1));

  private final int burst;
  private final long nanosPerPermit;

  private RateLimit(int burst, long nanosPerPermit) {
    this.burst = burst;
    this.nanosPerPermit = nanosPerPermit;
  }

  /**
   * A limit.
   *
   * @param burst how many requests may be sent at once after a quiet time, at least 1
   * @param permits how many may be sent in each {@code period} after that, at least 1
   * @param period more than zero, 365 days at most
   * @return the limit
   * @throws IllegalArgumentException if something is out of its range
   */
  public static RateLimit of(int burst, int permits, Duration period) {
    if (burst < 1) {
      throw new IllegalArgumentException("burst < 1: " + burst);
    }
    if (permits < 1) {
      throw new IllegalArgumentException("permits < 1: " + permits);
    }
    if (period.isZero() || period.isNegative() || period.compareTo(Duration.ofDays(365)) > 0) {
      throw new IllegalArgumentException("period not in (0, 365 days]: " + period);
    }
    return new RateLimit(burst, Math.max(1, period.toNanos() / permits));
  }

  /**
   * No limit: send whatever there is. For a server that has none, and for tests.
   *
   * @return the limit that never limits
   */
  public static RateLimit none() {
    return new RateLimit(0, 0);
  }

  /** The most requests at once; 0 for no limit. */
  int burst() {
    return burst;
  }

  /** How long one permit takes to come back. */
  long nanosPerPermit() {
    return nanosPerPermit;
  }

  /** The limit in words. */
  @Override
  public String toString() {
    return burst == 0
        ? "RateLimit{none}"
        : "RateLimit{burst " + burst + ", one each " + Duration.ofNanos(nanosPerPermit) + "}";
  }
}
