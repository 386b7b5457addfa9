package app.trackx.internal.adapter;

import app.trackx.TrackXClient;
import app.trackx.VisitorPseudonym;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a web application: registers them, and identifies the visitor of a request.
 * Requests that no person makes, such as health checks, images and crawlers, register nothing.
 *
 * <p>With one session for the whole application, a request costs one clock read. Two
 * concurrent requests may both be the first of a day and both ask for a ping, of which the client
 * sends one: that takes no lock and no contended write. Thread-safe.
 *
 * @param <R> the web framework's request
 */
public final class RequestSessions<R> {
  private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);

  private final Requests<R> requests;
  private final boolean ofInstance;
  private final @Nullable VisitorPseudonym visitors;
  private final Exclusions exclusions;
  private volatile long pingedDay = -1;

  /**
   * Creates the sessions of one application; it has none if {@code ofInstance} is false and
   * there are no tokens.
   *
   * @param ofInstance true if the application has one session
   * @param visitors the source of visitor tokens; null unless each visitor has a session
   */
  public RequestSessions(
      Requests<R> requests,
      boolean ofInstance,
      @Nullable VisitorPseudonym visitors,
      Exclusions exclusions) {
    this.requests = requests;
    this.ofInstance = ofInstance;
    this.visitors = visitors;
    this.exclusions = exclusions;
  }

  /** Registers the request's visitor and returns the token; null if there is none. Never throws. */
  public @Nullable String visitorOf(R request) {
    try {
      if (visitors != null) {
        return visitorOf(request, visitors);
      }
      if (ofInstance) {
        long today = System.currentTimeMillis() / DAY_MILLIS;
        if (today != pingedDay) {
          ping(request, today);
        }
      }
    } catch (Throwable neverToTheHost) {
      // out of memory, or a request that throws: failures are still reported
    }
    return null;
  }

  private @Nullable String visitorOf(R request, VisitorPseudonym pseudonym) {
    String agent = requests.agent(request);
    if (exclusions.match(requests.path(request), agent)) {
      return null;
    }
    String token = pseudonym.tokenOf(requests.address(request), agent);
    TrackXClient target = requests.client();
    if (token.isEmpty() || target == null) {
      return null;
    }
    target.ping(token);
    return token;
  }

  private void ping(R request, long today) {
    TrackXClient target = requests.client();
    if (target != null && !exclusions.match(requests.path(request), requests.agent(request))) {
      target.ping();
      pingedDay = today;
    }
  }

  /** Reads requests of a web framework, and knows the client for their pings. */
  public interface Requests<R> {
    /** Returns the client for a ping; null if there is none. */
    @Nullable
    TrackXClient client();

    /** Returns the path within the application. */
    String path(R request);

    /** Returns the {@code User-Agent}; null if there is none. */
    @Nullable
    String agent(R request);

    /** Returns the address of the visitor; null if it is not known. */
    @Nullable
    String address(R request);
  }
}
