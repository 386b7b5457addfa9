package app.trackx.local.internal.api;

import app.trackx.local.internal.bounds.BoundedMap;
import app.trackx.local.internal.http.Response;
import java.time.Clock;

/**
 * Decides which requests pass a limit: the leaky bucket of nginx's {@code limit_req}, one for each address.
 *
 * <p>As in nginx, a bucket holds the requests that its address is ahead of the rate, in thousandths, and is counted by the
 * millisecond. The first request of an address leaves it empty. A refused request changes nothing, and a clock that is
 * set back counts as standing still.
 */
public final class AddressBuckets {
  public static final int MAX_ADDRESSES = 10_000;
  private static final long REQUEST = 1000;
  private static final Response TOO_MANY = Response.tooManyRequests();

  private final long rate;
  private final long burst;
  private final boolean closesConnections;
  private final Clock clock;
  private final BoundedMap<String, Bucket> buckets =
      new BoundedMap<>(MAX_ADDRESSES, Long.MAX_VALUE, bucket -> 1); // guarded by this

  /**
   * Creates empty buckets.
   *
   * @param rate in thousandths of a request per second
   * @param burst in thousandths of a request
   * @param closesConnections whether a refused request gets no response
   */
  public AddressBuckets(long rate, long burst, boolean closesConnections, Clock clock) {
    this.rate = rate;
    this.burst = burst;
    this.closesConnections = closesConnections;
    this.clock = clock;
  }

  /** Counts a request of the address. Returns false, and does not count it, if it is above the limit. */
  public synchronized boolean admit(String address) {
    long now = clock.millis();
    Bucket known = buckets.get(address);
    if (known == null) {
      buckets.putLast(address, new Bucket(0, now));
      return true;
    }
    long elapsed = Math.max(now - known.at, 0);
    long excess = Math.max(known.excess - rate * elapsed / 1000 + REQUEST, 0);
    if (excess > burst) {
      return false;
    }
    buckets.putLast(address, new Bucket(excess, Math.max(now, known.at)));
    return true;
  }

  /** Returns what a refused request gets. */
  Response refusal() {
    return closesConnections ? Response.NONE : TOO_MANY;
  }

  /** How far an address was ahead of the rate at a time. */
  private static final class Bucket {
    final long excess;
    final long at;

    Bucket(long excess, long at) {
      this.excess = excess;
      this.at = at;
    }
  }
}
