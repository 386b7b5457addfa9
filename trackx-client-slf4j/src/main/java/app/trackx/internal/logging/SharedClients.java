package app.trackx.internal.logging;

import app.trackx.Diagnostics;
import app.trackx.TrackXClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The clients that adapters opened for themselves. Adapters that are set up alike share one: two
 * appenders of one project would else send twice what the server lets through. The last to stop
 * closes it, a moment later.
 *
 * <p>The lock is for starting and stopping alone.
 */
final class SharedClients {
  private static final Map<Key, SharedClients> OPEN = new HashMap<>(); // guarded by itself

  private static volatile long grace = TimeUnit.SECONDS.toNanos(2);

  private final Key key;
  private final TrackXClient client;
  private int users; // guarded by OPEN, as the rest
  private long closeAt;
  private boolean closes; // whether a thread waits for that

  private SharedClients(Key key, TrackXClient client) {
    this.key = key;
    this.client = client;
  }

  /**
   * A client for these settings, open until {@link #release}.
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
   * Gives it back. If nobody else uses it, it is closed after a grace, in which it may be opened
   * again: Logback stops its old configuration before it starts the new one, and a closed client
   * would forget how much of the rate limit it has used, and hold up the thread that reconfigures.
   */
  void release(StatusLine status) {
    synchronized (OPEN) {
      users--;
      if (users > 0) {
        return;
      }
      closeAt = System.nanoTime() + grace;
      if (closes) {
        return;
      }
      load();
      closes = grace > 0 && startToClose(status);
      if (closes) {
        return;
      }
      OPEN.remove(key);
    }
    close(status);
  }

  /**
   * Loads what closing needs and nothing before it did: when the grace is over, the class loader of a
   * web application that is undeployed has been closed.
   */
  private void load() {
    try {
      client.diagnostics();
    } catch (Throwable noMemory) {
      // then it is tried again when it is needed
    }
  }

  private boolean startToClose(StatusLine status) {
    try {
      Thread thread = CloseThread.create(new Runnable() {
        @Override
        public void run() {
          try {
            closeIfUnused(status);
          } catch (Throwable neverToTheHost) {
            // a class, perhaps, that its loader no longer gives
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
        // whoever does that wants the thread to end, so the grace is over
      }
      closes = false;
      if (users > 0) {
        return;
      }
      OPEN.remove(key);
    }
    close(status);
  }

  private void close(StatusLine status) {
    client.close();
    sayWhatIsLost(status);
  }

  /**
   * Says what did not arrive. So does the client, but to a log whose appenders may have been stopped
   * already.
   */
  void sayWhatIsLost(StatusLine status) {
    Diagnostics end = client.diagnostics();
    if (end.totalDropped() + end.pending() > 0) {
      status.warn("TrackX: not every error reached the server before the end: " + end + ".");
    }
  }

  /** How long a client that nobody uses stays open; for tests. */
  static void grace(long nanos) {
    grace = nanos;
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
