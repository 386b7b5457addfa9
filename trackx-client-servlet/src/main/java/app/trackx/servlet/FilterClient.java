package app.trackx.servlet;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Which client a filter's events and pings go to: one that was handed to it, the process-wide one, or one
 * of its own.
 *
 * <p>A filter with an endpoint makes its client the process-wide one if there is none, so that {@code
 * TrackX.sendEvent} and logging adapters work without further ado and share it: with a client each, an
 * error that two hear of would be two events, and the server's limit be used twice. If there is one, of
 * {@code TrackX.setup}, it is used if it reports to the same project; else the filter opens its own, when
 * it needs it. Whoever calls {@code TrackX.setup} later replaces, and closes, the filter's; that is found
 * with the next event. Any thread; a lock is taken to open and to close only.
 */
final class FilterClient {
  private static final String NOWHERE =
      "No TrackX client, so this web application's failures are not"
          + " reported: give the filter an endpoint, or call TrackX.setup(endpoint).";

  private final @Nullable TrackXClient given;
  private final @Nullable String endpoint;
  private final TrackXClient.@Nullable Builder builder;
  private final AtomicBoolean said = new AtomicBoolean();
  private volatile @Nullable TrackXClient own; // written under the lock
  private volatile @Nullable Asked asked;
  private boolean closed; // guarded by this

  private FilterClient(
      @Nullable TrackXClient given,
      @Nullable String endpoint,
      TrackXClient.@Nullable Builder builder) {
    this.given = given;
    this.endpoint = endpoint;
    this.builder = builder;
  }

  /** The client that was handed over, or without one the process-wide one, whenever that comes. */
  static FilterClient of(@Nullable TrackXClient given) {
    return new FilterClient(given, null, null);
  }

  /** For an endpoint, and with these options if a client has to be opened. */
  static FilterClient open(String endpoint, TrackXClient.Builder builder) {
    FilterClient client = new FilterClient(null, endpoint, builder);
    synchronized (FilterClient.class) { // two filters that start at once
      if (!TrackX.client().isEnabled()) {
        // uncaught errors of this JVM may be those of other web applications
        client.own = TrackX.setup(builder.captureUncaught(false));
      }
    }
    return client;
  }

  /** Where a ping goes now; null for nowhere. */
  @Nullable
  TrackXClient current() {
    if (given != null) {
      return given;
    }
    TrackXClient shared = TrackX.client();
    if (builder == null) {
      return shared.isEnabled() ? shared : null;
    }
    return reportsThere(shared) ? shared : own(builder);
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
    TrackXClient opened;
    synchronized (this) {
      closed = true;
      opened = own;
      own = null;
    }
    asked = null;
    if (opened == null) {
      return;
    }
    if (TrackX.client() == opened) {
      TrackX.close();
    } else {
      opened.close();
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
