package app.trackx.internal.adapter;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import org.jspecify.annotations.Nullable;

/**
 * The client of {@code TrackX.setup} as seen by one adapter. It may be set up, replaced and closed
 * at any time.
 *
 * <p>An adapter with an endpoint uses that client while it reports to the same project, and a
 * client of its own otherwise. With two clients for one project, an exception that both see would
 * be two events, and the server's rate limit would be used twice. An adapter without an endpoint
 * uses that client whatever its project. Thread-safe, without locks.
 */
public final class ProcessClient {
  private final @Nullable String endpoint;
  private volatile @Nullable CachedResult cached;

  /**
   * Creates a view for an adapter.
   *
   * @param endpoint the adapter's endpoint, which is valid; null if it has none
   */
  public ProcessClient(@Nullable String endpoint) {
    this.endpoint = endpoint;
  }

  /** Returns the client of {@code TrackX.setup}, or null if the adapter must not use it now. */
  public @Nullable TrackXClient current() {
    TrackXClient client = TrackX.client();
    return client.isEnabled() && (endpoint == null || isSameProject(client)) ? client : null;
  }

  /** Forgets the last client, which a closed adapter must not keep in memory. */
  public void forget() {
    cached = null;
  }

  private boolean isSameProject(TrackXClient client) {
    CachedResult last = cached;
    if (last == null || last.client != client) {
      last = new CachedResult(client, client.reportsTo(endpoint));
      cached = last;
    }
    return last.isSameProject;
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
