package app.trackx.local;

import app.trackx.local.internal.api.AddressBuckets;
import java.time.Clock;

/**
 * A limit of the requests from one client address, as nginx enforces it in front of a real server: {@code /event},
 * {@code /ping} and {@code /report} of all projects together, counted as {@code limit_req} does with {@code nodelay}. A
 * request above the limit is refused before the server sees it, and does not count.
 *
 * <pre>{@code
 * TrackXLocal.builder().requestLimit(RequestLimit.likeUpstream().closingConnections()).start();
 * }</pre>
 *
 * <p>The address is that of the connection; forwarding headers do not count, as upstream's nginx replaces them. The
 * requests of the 10 000 addresses that were active last are remembered.
 *
 * <p>Immutable and thread-safe; each method returns a changed copy.
 */
public final class RequestLimit {
  private static final RequestLimit UPSTREAM = new RequestLimit(6, 30, false);

  private final int requestsPerMinute;
  private final int burst;
  private final boolean closesConnections;

  private RequestLimit(int requestsPerMinute, int burst, boolean closesConnections) {
    this.requestsPerMinute = requestsPerMinute;
    this.burst = burst;
    this.closesConnections = closesConnections;
  }

  /**
   * Returns the limit of upstream's nginx configuration: 6 requests per minute with a burst of 30, so that 31 requests
   * pass at once and the 32nd is refused. A refused request is answered with 429, {@code Retry-After: 1800} and nginx's
   * HTML page.
   *
   * @return the limit, never null
   */
  public static RequestLimit likeUpstream() {
    return UPSTREAM;
  }

  /**
   * Sets the rate, for tests that cannot wait ten seconds for a request.
   *
   * @param requests requests per minute and address, at least 1; 6 by default. Counted in thousandths of a request per
   *     second and rounded down, as by nginx
   * @return a limit with that rate
   * @throws IllegalArgumentException if {@code requests} is less than 1
   */
  public RequestLimit requestsPerMinute(int requests) {
    if (requests < 1) {
      throw new IllegalArgumentException("requestsPerMinute < 1: " + requests);
    }
    return new RequestLimit(requests, burst, closesConnections);
  }

  /**
   * Sets how many requests an address may be ahead of the rate.
   *
   * @param requests at least 0; 30 by default. One more passes at once
   * @return a limit with that burst
   * @throws IllegalArgumentException if {@code requests} is negative
   */
  public RequestLimit burst(int requests) {
    if (requests < 0) {
      throw new IllegalArgumentException("burst < 0: " + requests);
    }
    return new RequestLimit(requestsPerMinute, requests, closesConnections);
  }

  /**
   * Refuses requests by closing the connection without sending a byte. Upstream's complete nginx configuration does so,
   * because its error page for 429 closes the connection.
   *
   * @return a limit that closes connections instead of answering 429
   */
  public RequestLimit closingConnections() {
    return new RequestLimit(requestsPerMinute, burst, true);
  }

  AddressBuckets buckets(Clock clock) {
    return new AddressBuckets(
        requestsPerMinute * 1000L / 60, burst * 1000L, closesConnections, clock);
  }

  /**
   * Returns a one-line description of the limit.
   *
   * @return a description whose format may change
   */
  @Override
  public String toString() {
    return requestsPerMinute + " requests per minute and address, burst " + burst + ", then "
        + (closesConnections ? "closes the connection" : "429");
  }
}
