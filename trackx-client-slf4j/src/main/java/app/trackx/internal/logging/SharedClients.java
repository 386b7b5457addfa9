package app.trackx.internal.logging;

import app.trackx.Diagnostics;
import app.trackx.TrackXClient;
import app.trackx.internal.adapter.AdapterThreads;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The clients that adapters opened for themselves. Adapters with the same settings share one: two
 * appenders for one project would otherwise use the server's rate limit twice. The last adapter to
 * stop closes the client, a moment later.
 *
 * <p>The lock is used only for starting and stopping.
 */
final class SharedClients {
  private static final Map<Key, SharedClients> OPEN = new HashMap<>(); // guarded by itself

  private static volatile long grace = TimeUnit.SECONDS.toNanos(2);

  private final Key key;
  private final TrackXClient client;
  // the rest is guarded by OPEN
  private int users;
  private long closeAt;
  private boolean closing; // a thread waits to close it

  private SharedClients(Key key, TrackXClient client) {
    this.key = key;
    this.client = client;
  }

  /**
   * Returns a client for these settings, which stays open until {@link #release}.
   *
   * @throws IllegalArgumentException if one of them is malformed
   */
  static SharedClients open(Key key) {
    synchronized (OPEN) {
      SharedClients known = OPEN.get(key);
      if (known == null) {
        known = new SharedClients(key, key.build());
        OPEN.put(key, known);
      }
      known.users++;
      OPEN.notifyAll();
      return known;
    }
  }

  TrackXClient client() {
    return client;
  }

  /**
   * Releases the client. Without other users it is closed after a grace period, in which it may be
   * opened again: Logback stops its old configuration before it starts the new one, and closing the
   * client at once would lose the state of its rate limit and block the thread that reconfigures.
   */
  void release(StatusLine status) {
    synchronized (OPEN) {
      users--;
      if (users > 0) {
        return;
      }
      closeAt = System.nanoTime() + grace;
      if (closing) {
        return;
      }
      preload();
      closing = grace > 0 && startCloseThread(status);
      if (closing) {
        return;
      }
      OPEN.remove(key);
    }
    close(status);
  }

  /**
   * Loads the classes that only closing needs: after the grace period, the class loader of an
   * undeployed web application is closed.
   */
  private void preload() {
    try {
      client.diagnostics();
    } catch (Throwable noMemory) {
      // the classes are loaded when they are needed
    }
  }

  private boolean startCloseThread(StatusLine status) {
    try {
      Thread thread = AdapterThreads.toClose(new Runnable() {
        @Override
        public void run() {
          try {
            closeIfUnused(status);
          } catch (Throwable neverToTheHost) {
            // possibly a class that its closed loader no longer finds
          }
        }
      });
      thread.start();
      return true;
    } catch (Throwable noThread) {
      return false;
    }
  }

  private void closeIfUnused(StatusLine status) {
    synchronized (OPEN) {
      try {
        for (long left = closeAt - System.nanoTime();
            users == 0 && left > 0;
            left = closeAt - System.nanoTime()) {
          OPEN.wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
        }
      } catch (InterruptedException stopped) {
        // an interrupt asks the thread to end, so close at once
      }
      closing = false;
      if (users > 0) {
        return;
      }
      OPEN.remove(key);
    }
    close(status);
  }

  private void close(StatusLine status) {
    client.close();
    reportLoss(status);
  }

  /**
   * Warns of events that were not sent. The client logs the same, but the appenders of its log may
   * already have been stopped.
   */
  void reportLoss(StatusLine status) {
    Diagnostics totals = client.diagnostics();
    if (totals.totalDropped() + totals.pending() > 0) {
      status.warn("TrackX: Some events were not sent before shutdown: " + totals + ".");
    }
  }

  /** Sets the time for which an unused client stays open; for tests. */
  static void grace(long nanos) {
    grace = nanos;
  }

  /** The settings that identify a client. */
  static final class Key {
    private final String endpoint;
    private final @Nullable String origin;
    private final @Nullable String release;
    private final @Nullable String environment;
    private final @Nullable String sourceUrls;

    Key(
        String endpoint,
        @Nullable String origin,
        @Nullable String release,
        @Nullable String environment,
        @Nullable String sourceUrls) {
      this.endpoint = endpoint;
      this.origin = origin;
      this.release = release;
      this.environment = environment;
      this.sourceUrls = sourceUrls;
    }

    private TrackXClient build() {
      return TrackXClient.builder(endpoint)
          .origin(origin)
          .release(release)
          .environment(environment)
          .sourceUrls(sourceUrls)
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
          && Objects.equals(environment, that.environment)
          && Objects.equals(sourceUrls, that.sourceUrls);
    }

    @Override
    public int hashCode() {
      return Objects.hash(endpoint, origin, release, environment, sourceUrls);
    }
  }
}
