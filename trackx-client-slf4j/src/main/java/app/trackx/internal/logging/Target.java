package app.trackx.internal.logging;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Which client an adapter's events go to: one that was handed to it, one that it opened for its own
 * endpoint, or the one of {@code TrackX.setup}, which may come after the logging library has started.
 *
 * <p>An adapter with an endpoint leaves its own client alone while the one of {@code TrackX.setup}
 * reports to the same project: what is logged and then not caught would be two events, and the
 * server's limit would be used twice. Any thread; no locks.
 */
final class Target {
  private static final String NOWHERE =
      "No TrackX client, so errors that are logged are not reported: give an endpoint,"
          + " or call TrackX.setup(endpoint).";

  private final @Nullable TrackXClient given;
  private final @Nullable String endpoint;
  private final @Nullable SharedClients own;
  private final boolean off;
  private final StatusLine status;
  private final AtomicBoolean said = new AtomicBoolean();
  private volatile @Nullable Asked asked;

  Target(
      @Nullable TrackXClient given,
      @Nullable String endpoint,
      @Nullable SharedClients own,
      boolean off,
      StatusLine status) {
    this.given = given;
    this.endpoint = endpoint;
    this.own = own;
    this.off = off;
    this.status = status;
  }

  /** Where an event goes now; null for nowhere, which is said the first time. */
  @Nullable
  TrackXClient client() {
    if (given != null) {
      return given;
    }
    if (off) {
      return null; // which was asked for, or said
    }
    TrackXClient shared = TrackX.client();
    if (endpoint != null && own != null) {
      return reportsThere(shared, endpoint) ? shared : own.client();
    }
    if (shared.isEnabled()) {
      return shared;
    }
    sayNowhere();
    return null;
  }

  /** Whether that client was made for the adapter, with its release and environment. */
  boolean isOwn(TrackXClient client) {
    return own != null && own.client() == client;
  }

  private boolean reportsThere(TrackXClient shared, String wanted) {
    if (!shared.isEnabled()) {
      return false;
    }
    Asked last = asked;
    if (last == null || last.client != shared) {
      last = new Asked(shared, shared.reportsTo(wanted));
      asked = last;
    }
    return last.reportsThere;
  }

  private void sayNowhere() {
    if (said.compareAndSet(false, true)) {
      status.warn(NOWHERE);
    }
  }

  /** Whether the adapter has a client of its own. */
  boolean hasOwn() {
    return own != null;
  }

  /** Gives back what is the adapter's own. */
  void stop() {
    if (own != null) {
      own.release(status);
    }
  }

  /** Says what of the adapter's own client did not arrive. */
  void sayWhatIsLost() {
    if (own != null) {
      own.sayWhatIsLost(status);
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
