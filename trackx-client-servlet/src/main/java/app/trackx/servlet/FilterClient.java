package app.trackx.servlet;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Which client a filter's events and pings go to: one that was handed to it, the one of {@code
 * TrackX.setup}, which may come later, or one that it opened for its own endpoint.
 *
 * <p>A filter with an endpoint leaves its own client alone while the one of {@code TrackX.setup} reports
 * to the same project: an error that both hear of would be two events, and the server's limit would be
 * used twice. Any thread; no locks.
 */
final class FilterClient {
  private static final String NOWHERE =
      "No TrackX client, so this web application's failures are not"
          + " reported: give the filter an endpoint, or call TrackX.setup(endpoint).";

  private final @Nullable TrackXClient given;
  private final @Nullable String endpoint;
  private final @Nullable TrackXClient own;
  private final AtomicBoolean said = new AtomicBoolean();
  private volatile @Nullable Asked asked;

  FilterClient(
      @Nullable TrackXClient given, @Nullable String endpoint, @Nullable TrackXClient own) {
    this.given = given;
    this.endpoint = endpoint;
    this.own = own;
  }

  /** Where a ping goes now; null for nowhere. */
  @Nullable
  TrackXClient current() {
    if (given != null) {
      return given;
    }
    TrackXClient shared = TrackX.client();
    if (own != null) {
      return reportsThere(shared) ? shared : own;
    }
    return shared.isEnabled() ? shared : null;
  }

  /** Where an event goes now; null for nowhere, which is said the first time. */
  @Nullable
  TrackXClient forEvent() {
    TrackXClient client = current();
    if (client == null && said.compareAndSet(false, true)) {
      Log.warn(NOWHERE);
    }
    return client;
  }

  /** Whether that client was made for the filter, with its release and environment. */
  boolean isOwn(TrackXClient client) {
    return own == client;
  }

  private boolean reportsThere(TrackXClient shared) {
    if (!shared.isEnabled()) {
      return false;
    }
    Asked last = asked;
    if (last == null || last.client != shared) {
      last = new Asked(shared, shared.reportsTo(endpoint));
      asked = last;
    }
    return last.reportsThere;
  }

  /** Closes what was opened here, and waits for what is pending, for two seconds at most. */
  void close() {
    if (own != null) {
      own.close();
    }
  }

  /** An answer of {@link TrackXClient#reportsTo}, which takes the endpoint apart each time. */
  private static final class Asked {
    final TrackXClient client;
    final boolean reportsThere;

    Asked(TrackXClient client, boolean reportsThere) {
      this.client = client;
      this.reportsThere = reportsThere;
    }
  }
}
