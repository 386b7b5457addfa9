package app.trackx;

import java.time.Duration;

/**
 * A token bucket that limits how often a client sends events and pings. Immutable.
 *
 * <p>The default, {@code RateLimit.of(30, 6, Duration.ofMinutes(1))}, stays within the limit that
 * upstream's nginx configuration sets per client address. Beyond it, that server responds with 429
 * and a retry delay of half an hour, or closes the connection. Raise the limit only together with
 * the server's.
 *
 * <p>Clients behind one address share the server's limit and do not know of each other. So with any
 * limit but {@link #none()}, a client sends an error that it has sent before at growing intervals;
 * see {@link Diagnostics#aggregating()}. {@link TrackX#sendEvent} is an event each time, as long as
 * at least half of the burst is left and the server has refused nothing in the last day. After a
 * refusal, a 429 or a connection closed without a response, the client waits as long as the server
 * asks and up to 15 minutes more, after a further one up to 45; or 5 to 30 minutes and half as much
 * again if it does not ask. It then sends one request, and from there at a lower rate: at most once
 * in 12 minutes by default, with two more at once after a rest. The rate rises slowly with each
 * success, falls with each further refusal, to one in 48 minutes at the least, and is restored
 * after a day without one.
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
   * Returns a limit that never limits, for servers without one and for tests. Nor does the client
   * then send known errors less often, as long as it can send them at once.
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
