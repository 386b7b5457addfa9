package app.trackx;

import java.time.Duration;

/**
 * A token bucket that limits how often a client sends events and pings. Immutable.
 *
 * <p>The default, {@code RateLimit.of(30, 6, Duration.ofMinutes(1))}, stays within the limit that
 * upstream's nginx configuration sets per client address. Beyond it, that server responds with 429
 * and a retry delay of half an hour. Raise the limit only together with the server's. Clients
 * behind one address share the server's limit and do not know of each other.
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
   * Returns a limit.
   *
   * @param burst requests that may be sent at once after an idle period, at least 1
   * @param permits requests that may be sent in each {@code period} after that, at least 1
   * @param period more than zero, 365 days at most
   * @return the limit
   * @throws IllegalArgumentException if an argument is out of range
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
   * Returns a limit that never limits, for servers without one and for tests.
   *
   * @return the limit
   */
  public static RateLimit none() {
    return new RateLimit(0, 0);
  }

  /** Returns the burst; 0 for no limit. */
  int burst() {
    return burst;
  }

  /** Returns the time after which one permit is refilled. */
  long nanosPerPermit() {
    return nanosPerPermit;
  }

  /** Returns burst and interval. */
  @Override
  public String toString() {
    return burst == 0
        ? "RateLimit{none}"
        : "RateLimit{burst " + burst + ", one each " + Duration.ofNanos(nanosPerPermit) + "}";
  }
}
