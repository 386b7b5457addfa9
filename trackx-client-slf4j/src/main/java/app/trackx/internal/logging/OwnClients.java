package app.trackx.internal.logging;

import app.trackx.TrackXClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The clients that adapters opened for themselves. Adapters that are set up alike share one: two
 * appenders of one project would else send twice what the server lets through. The last to stop
 * closes it, so that a library which starts its new configuration before it stops the old one does
 * not close and open it in between.
 *
 * <p>The lock is for starting and stopping alone.
 */
final class OwnClients {
  private static final Map<Key, OwnClients> OPEN = new HashMap<>(); // guarded by itself

  private final Key key;
  private final TrackXClient client;
  private int users; // guarded by OPEN

  private OwnClients(Key key, TrackXClient client) {
    this.key = key;
    this.client = client;
  }

  /**
   * A client for these settings, open until {@link #release}.
   *
   * @throws IllegalArgumentException if one of them is malformed
   */
  static OwnClients open(Key key) {
    synchronized (OPEN) {
      OwnClients known = OPEN.get(key);
      if (known == null) {
        known = new OwnClients(key, key.build());
        OPEN.put(key, known);
      }
      known.users++;
      return known;
    }
  }

  TrackXClient client() {
    return client;
  }

  /** Gives it back. If nobody else uses it, closes it, waits for what is pending, and is true. */
  boolean release() {
    synchronized (OPEN) {
      users--;
      if (users > 0) {
        return false;
      }
      OPEN.remove(key);
    }
    boolean interrupted =
        Thread.interrupted(); // Logback's queue stops us on a thread that it woke so
    try {
      client.close();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return true;
  }

  /** What a client is made of. */
  static final class Key {
    private final String endpoint;
    private final @Nullable String origin;
    private final @Nullable String release;
    private final @Nullable String environment;

    Key(
        String endpoint,
        @Nullable String origin,
        @Nullable String release,
        @Nullable String environment) {
      this.endpoint = endpoint;
      this.origin = origin;
      this.release = release;
      this.environment = environment;
    }

    private TrackXClient build() {
      return TrackXClient.builder(endpoint)
          .origin(origin)
          .release(release)
          .environment(environment)
          .build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      if (!(other instanceof Key)) {
        return false;
      }
      Key that = (Key) other;
      return endpoint.equals(that.endpoint)
          && Objects.equals(origin, that.origin)
          && Objects.equals(release, that.release)
          && Objects.equals(environment, that.environment);
    }

    @Override
    public int hashCode() {
      return Objects.hash(endpoint, origin, release, environment);
    }
  }
}
