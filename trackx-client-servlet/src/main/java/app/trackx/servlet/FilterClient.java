package app.trackx.servlet;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.internal.adapter.ProcessClient;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The client that a filter's events and pings go to: one that was passed to the filter, the
 * process-wide one, or one of its own.
 *
 * <p>A filter with an endpoint makes its client the process-wide one if there is none, so that
 * {@code TrackX.sendEvent} and logging adapters work without further setup and share it. If
 * {@code TrackX.setup} has already been called, its client is used if it reports to the same
 * project (see {@link ProcessClient}); otherwise the filter opens its own when it is needed. A later
 * call of {@code TrackX.setup} replaces and closes the filter's client, which takes effect with the
 * next event. Thread-safe; locks only to open and to close.
 */
final class FilterClient {
  private static final String NO_CLIENT =
      "There is no TrackX client. Failures of this web application are not reported."
          + " Set the filter's endpoint, or call TrackX.setup(endpoint).";

  private final @Nullable TrackXClient given;
  private final ProcessClient process;
  private final TrackXClient.@Nullable Builder builder;
  private final AtomicBoolean warned = new AtomicBoolean();
  private volatile @Nullable TrackXClient own; // written under the lock
  private boolean closed; // guarded by this

  private FilterClient(
      @Nullable TrackXClient given,
      @Nullable String endpoint,
      TrackXClient.@Nullable Builder builder) {
    this.given = given;
    this.process = new ProcessClient(endpoint);
    this.builder = builder;
  }

  /** Uses the given client or, if it is null, the process-wide one, which may be set up later. */
  static FilterClient of(@Nullable TrackXClient given) {
    return new FilterClient(given, null, null);
  }

  /** Uses an endpoint, with these options if a client has to be opened. */
  static FilterClient open(String endpoint, TrackXClient.Builder builder) {
    FilterClient client = new FilterClient(null, endpoint, builder);
    synchronized (FilterClient.class) { // two filters may start at the same time
      if (!TrackX.client().isEnabled()) {
        // uncaught exceptions of this JVM may belong to other web applications
        client.own = TrackX.setup(builder.captureUncaught(false));
      }
    }
    return client;
  }

  /** Returns the client for a ping, or null if there is none. */
  @Nullable
  TrackXClient current() {
    if (given != null) {
      return given;
    }
    TrackXClient shared = process.current();
    return shared != null || builder == null ? shared : own(builder);
  }

  private @Nullable TrackXClient own(TrackXClient.Builder builder) {
    TrackXClient known = own;
    if (known != null && known.isEnabled()) {
      return known;
    }
    synchronized (this) {
      known = own;
      if (!closed && (known == null || !known.isEnabled())) {
        known = builder.build();
        own = known;
      }
      return closed ? null : known;
    }
  }

  /**
   * Returns the client for an event, or null if there is none, which the first time logs a warning.
   */
  @Nullable
  TrackXClient forEvent() {
    TrackXClient client = current();
    if (client == null && warned.compareAndSet(false, true)) {
      Log.warn(NO_CLIENT);
    }
    return client;
  }

  /** Returns whether the filter opened that client, with its own release and environment. */
  boolean isOwn(TrackXClient client) {
    return own == client;
  }

  /**
   * Closes the client that the filter opened, and blocks until pending events are sent, for up to
   * two seconds.
   */
  void close() {
    TrackXClient opened;
    synchronized (this) {
      closed = true;
      opened = own;
      own = null;
    }
    process.forget();
    if (opened == null) {
      return;
    }
    if (TrackX.client() == opened) {
      TrackX.close();
    } else {
      opened.close();
    }
  }
}
