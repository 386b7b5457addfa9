package app.trackx.internal.logging;

import app.trackx.TrackXClient;
import app.trackx.internal.adapter.ProcessClient;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The client that an adapter's events go to: one that was passed to it, or else the client of
 * {@code TrackX.setup}, which may be called after the logging library has started, or else one that
 * the adapter opened for its own endpoint. Thread-safe, without locks.
 */
final class AdapterClient {
  private static final String NO_CLIENT =
      "There is no TrackX client. Logged errors are not reported. Set an endpoint,"
          + " or call TrackX.setup(endpoint).";

  private final @Nullable TrackXClient passed;
  private final ProcessClient process;
  private final @Nullable SharedClients own;
  private final AtomicBoolean released = new AtomicBoolean();
  private final boolean off;
  private final StatusLine status;
  private final AtomicBoolean warned = new AtomicBoolean();

  AdapterClient(
      @Nullable TrackXClient passed,
      @Nullable String endpoint,
      @Nullable SharedClients own,
      boolean off,
      StatusLine status) {
    this.passed = passed;
    this.process = new ProcessClient(endpoint);
    this.own = own;
    this.off = off;
    this.status = status;
  }

  /** Returns the client to use now, or null if there is none, which the first time is a warning. */
  @Nullable
  TrackXClient client() {
    TrackXClient client = current();
    if (client == null && !off) { // off as configured, or already reported as an invalid option
      warnNoClient();
    }
    return client;
  }

  /** Returns the client to use now, or null if there is none. */
  @Nullable
  TrackXClient current() {
    if (passed != null) {
      return passed;
    }
    if (off) {
      return null;
    }
    TrackXClient shared = process.current();
    return shared != null || own == null ? shared : own.client();
  }

  /** Returns whether the adapter opened that client, with its own release and environment. */
  boolean isOwn(TrackXClient client) {
    return own != null && own.client() == client;
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

  /** Releases the adapter's own client, the first time. Two threads may stop one adapter. */
  void stop() {
    if (own != null && released.compareAndSet(false, true)) {
      own.release(status);
    }
  }

  /** Warns of events of the adapter's own client that were not sent. */
  void reportLoss() {
    if (own != null) {
      own.reportLoss(status);
    }
  }
}
