package app.trackx.internal.logging;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The client that an adapter's events go to: one that was passed to it, one that it opened for its
 * own endpoint, or the client of {@code TrackX.setup}, which may be called after the logging
 * library has started.
 *
 * <p>An adapter with an endpoint does not use its own client while the client of
 * {@code TrackX.setup} reports to the same project: otherwise an exception that is logged and then
 * not caught would be two events, and the server's rate limit would be used twice. Thread-safe,
 * without locks.
 */
final class Target {
  private static final String NO_CLIENT =
      "There is no TrackX client. Logged errors are not reported. Set an endpoint,"
          + " or call TrackX.setup(endpoint).";

  private final @Nullable TrackXClient passed;
  private final @Nullable String endpoint;
  private final @Nullable SharedClients own;
  private final boolean off;
  private final StatusLine status;
  private final AtomicBoolean warned = new AtomicBoolean();
  private volatile @Nullable CachedResult cached;

  Target(
      @Nullable TrackXClient passed,
      @Nullable String endpoint,
      @Nullable SharedClients own,
      boolean off,
      StatusLine status) {
    this.passed = passed;
    this.endpoint = endpoint;
    this.own = own;
    this.off = off;
    this.status = status;
  }

  /** Returns the client to use now, or null if there is none, which the first time is a warning. */
  @Nullable
  TrackXClient client() {
    if (passed != null) {
      return passed;
    }
    if (off) {
      return null; // as configured, or already reported as an invalid option
    }
    TrackXClient shared = TrackX.client();
    if (endpoint != null && own != null) {
      return isSameProject(shared, endpoint) ? shared : own.client();
    }
    if (shared.isEnabled()) {
      return shared;
    }
    warnNoClient();
    return null;
  }

  /** Returns whether the adapter opened that client, with its own release and environment. */
  boolean isOwn(TrackXClient client) {
    return own != null && own.client() == client;
  }

  private boolean isSameProject(TrackXClient shared, String wanted) {
    if (!shared.isEnabled()) {
      return false;
    }
    CachedResult last = cached;
    if (last == null || last.client != shared) {
      last = new CachedResult(shared, shared.reportsTo(wanted));
      cached = last;
    }
    return last.isSameProject;
  }

  private void warnNoClient() {
    if (warned.compareAndSet(false, true)) {
      status.warn(NO_CLIENT);
    }
  }

  /** Returns whether the adapter opened a client of its own. */
  boolean hasOwn() {
    return own != null;
  }

  /** Releases the adapter's own client. */
  void stop() {
    if (own != null) {
      own.release(status);
    }
  }

  /** Warns of events of the adapter's own client that were not sent. */
  void reportLoss() {
    if (own != null) {
      own.reportLoss(status);
    }
  }

  /** A cached result of {@link TrackXClient#reportsTo}, which parses the endpoint on each call. */
  private static final class CachedResult {
    final TrackXClient client;
    final boolean isSameProject;

    CachedResult(TrackXClient client, boolean isSameProject) {
      this.client = client;
      this.isSameProject = isSameProject;
    }
  }
}
