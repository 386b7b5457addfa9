package app.trackx;

import app.trackx.internal.stack.ThreadStop;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The process-wide client, in the words of TrackX's other clients.
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *   TrackX.setup("https://api.trackx.example.com/v1/1dk93jd8sk2");
 *   // from here on every error that nothing catches is an event
 *   try {
 *     work();
 *   } catch (IOException e) {
 *     TrackX.sendEvent(e, Map.of("job", "nightly"));
 *   }
 * }
 * }</pre>
 *
 * <p>Nothing else is needed: what is pending when the JVM ends is sent then.
 *
 * <p>Before {@code setup}, or without an endpoint, every method does nothing: no thread starts and
 * no other library is loaded. Every method may be called from any thread; what holds for {@link
 * TrackXClient} holds here.
 */
public final class TrackX {
  private static final TrackXClient OFF = TrackXClient.builder(null).build();

  private static final Object LOCK = new Object(); // for setup and close alone

  private static volatile TrackXClient current = OFF;

  /** Of the client that was closed last, until another is set up. Guarded by the lock. */
  private static @Nullable LastClosed lastClosed;

  private TrackX() {}

  /**
   * Starts error tracking: errors that nothing catches are sent from now on. Never throws, like every
   * {@code setup}: if the endpoint cannot be used, that is one warning, and tracking is off. Only
   * {@code Thread.stop} of the calling thread takes effect, after tracking was turned off.
   *
   * @param endpoint {@code https://host/v1/<key>}; quotes and invisible characters around it are
   *     removed. Null, blank and {@code off} turn tracking off; so do a malformed endpoint and a
   *     placeholder that was not replaced, such as <code>${TRACKX_ENDPOINT}</code>, with a warning
   * @return the client, which {@link #client()} gives too
   */
  public static TrackXClient setup(@Nullable String endpoint) {
    return setup(endpoint, null, null);
  }

  /**
   * Starts error tracking with a handler that looks at every event.
   *
   * @param endpoint as for {@link #setup(String)}
   * @param onError scrubs, adds, or cancels; null for none
   * @return the client
   */
  public static TrackXClient setup(@Nullable String endpoint, @Nullable OnErrorHandler onError) {
    return setup(endpoint, onError, null);
  }

  /**
   * Starts error tracking for a project that names its allowed origins.
   *
   * @param endpoint as for {@link #setup(String)}
   * @param onError scrubs, adds, or cancels; null for none
   * @param origin one of the project's allowed origins, exactly; null for {@code java}, to which a
   *     malformed origin falls back with a warning
   * @return the client
   */
  public static TrackXClient setup(
      @Nullable String endpoint, @Nullable OnErrorHandler onError, @Nullable String origin) {
    try {
      return start(
          Setting.of("endpoint", endpoint, "The endpoint passed to TrackX.setup"),
          Setting.of("origin", origin, "The origin passed to TrackX.setup"),
          Setting.NOT_SET,
          Setting.NOT_SET,
          onError);
    } catch (Throwable neverToTheHost) {
      return turnOff(neverToTheHost);
    }
  }

  /**
   * Starts error tracking with the settings of this process: {@code TRACKX_ENDPOINT}, {@code
   * TRACKX_ORIGIN}, {@code TRACKX_RELEASE} and {@code TRACKX_ENVIRONMENT} of the environment, or
   * the system properties {@code trackx.endpoint}, {@code trackx.origin}, {@code trackx.release}
   * and {@code trackx.environment}, which go first. Without an endpoint tracking is off. A
   * placeholder that was not replaced counts as not set, with a warning that names its source. A
   * malformed endpoint turns tracking off, a malformed origin falls back to its default, each with a
   * warning.
   *
   * @return the client
   */
  public static TrackXClient setup() {
    try {
      return start(
          Setting.ofProcess("endpoint"),
          Setting.ofProcess("origin"),
          Setting.ofProcess("release"),
          Setting.ofProcess("environment"),
          null);
    } catch (Throwable neverToTheHost) {
      return turnOff(neverToTheHost);
    }
  }

  private static TrackXClient start(
      Setting endpoint,
      Setting origin,
      Setting release,
      Setting environment,
      @Nullable OnErrorHandler onError) {
    TrackXClient client = start(TrackXClient.builder(endpoint.value())
        .onError(onError)
        .origin(origin.value())
        .release(release.value())
        .environment(environment.value()));
    warn(endpoint, endpoint.value() == null ? ". Error tracking is off." : ".");
    warn(origin, ".");
    warn(release, ".");
    warn(environment, ".");
    return client;
  }

  /** Not under the lock: the logging backend may start now, on its own locks, and set up a client. */
  private static void warn(Setting setting, String end) {
    if (setting.warning() != null) {
      Log.warn(setting.warning() + end);
    }
  }

  /**
   * Starts error tracking with every option there is. A client that was set up before is replaced and
   * closed; what is in {@link #meta()} stays. If both have the same endpoint, the new client takes over
   * the rate limit's budget, the pauses that the server asked for, and what is pending. The old
   * client's handler still sees what was captured before; {@link Diagnostics#captured()} counts what
   * moves as captured by the new client and no longer by the old one. With another endpoint, what is
   * pending is still sent in the background, for the old client's {@code shutdownTimeout} at most. After
   * {@link #close()} budget and pauses are taken over just so, but no events: these were sent, written
   * to the spool directory or dropped then. Never throws; {@link
   * TrackXClient#builder} may.
   *
   * @param options of {@link TrackXClient#builder}
   * @return the client; one that does nothing if it could not be started, which is a warning
   */
  public static TrackXClient setup(TrackXClient.Builder options) {
    try {
      return start(options);
    } catch (Throwable neverToTheHost) {
      return turnOff(neverToTheHost);
    }
  }

  private static TrackXClient start(TrackXClient.Builder options) {
    TrackXClient next = options.prepare();
    synchronized (LOCK) {
      TrackXClient replaced = current;
      boolean done = false;
      try {
        next.meta().putAll(replaced.meta());
        replaced.prepareTakeover(next); // before anybody can have it send
        recall(next);
        current = next; // first, so that nobody finds a closed client
        replaced.giveWay(next); // its handler goes before ours comes, or the chain would grow
        next.install(options.capturesUncaughtByDefault());
        OFF.meta().clear();
        done = true;
      } finally {
        if (!done) {
          closeAfterFailure(replaced); // nobody else knows it any more
        }
      }
    }
    return next;
  }

  /** Has the next client go on where the last one was closed, if the endpoint is the same. */
  private static void recall(TrackXClient next) {
    LastClosed last = lastClosed;
    lastClosed = null;
    Delivery target = next.delivery;
    if (last != null && target != null) {
      target.recall(last);
    }
  }

  private static void closeAfterFailure(TrackXClient client) {
    try {
      client.close(false);
    } catch (Throwable neverToTheHost) {
      // the failure before it says more
    }
  }

  /**
   * Leaves no client that is half set up. Whatever fails here, too, is the end of it. Throws nothing
   * but what stops the thread.
   */
  private static TrackXClient turnOff(Throwable cause) {
    Throwable stop = cause;
    try {
      TrackXClient failed;
      synchronized (LOCK) {
        failed = current;
        current = OFF;
        if (failed != OFF) {
          OFF.meta().putAll(failed.meta());
        }
      }
      failed.close(false);
    } catch (Throwable neverToTheHost) { // the cause below says more
      stop = ThreadStop.isThreadDeath(neverToTheHost) ? neverToTheHost : stop;
    }
    try {
      Log.warn("Error tracking could not be started (" + cause.getClass().getName()
          + ") and is off. Call TrackX.setup again when the cause is removed.");
    } catch (Throwable neverToTheHost) { // no memory, or no stack, for a line
      stop = ThreadStop.isThreadDeath(neverToTheHost) ? neverToTheHost : stop;
    }
    ThreadStop.rethrow(stop);
    return OFF;
  }

  /**
   * Sends an error. Returns at once; does nothing before {@link #setup(String)}.
   *
   * @param error what went wrong; a null does nothing
   */
  public static void sendEvent(@Nullable Throwable error) {
    TrackXClient target = current;
    try {
      target.sendEvent(error);
    } catch (StackOverflowError noStack) {
      Delivery delivery = target.delivery;
      if (delivery != null) {
        delivery.counters.withoutStack++; // no call: there is no stack for one
      }
    }
  }

  /**
   * Sends an error and what else is to be known of it.
   *
   * @param error what went wrong; a null does nothing
   * @param extraMeta goes over what {@link #meta()} says, key by key; null for nothing
   */
  public static void sendEvent(@Nullable Throwable error, @Nullable Map<String, ?> extraMeta) {
    TrackXClient target = current;
    try {
      target.sendEvent(error, extraMeta);
    } catch (StackOverflowError noStack) {
      Delivery delivery = target.delivery;
      if (delivery != null) {
        delivery.counters.withoutStack++; // no call: there is no stack for one
      }
    }
  }

  /** Registers this application's session for today, if it has none. */
  public static void ping() {
    current.ping();
  }

  /**
   * What goes with every event. Live and thread-safe; may be filled before {@link #setup(String)}.
   *
   * @return the map of the current client
   */
  public static Map<String, @Nullable Object> meta() {
    return current.meta();
  }

  /**
   * The current client.
   *
   * @return never null: before {@link #setup(String)}, one that does nothing
   */
  public static TrackXClient client() {
    return current;
  }

  /**
   * Waits until what was captured so far has been sent. See {@link TrackXClient#flush}.
   *
   * @param timeout how long to wait at most
   * @return true if nothing of it is pending any more
   */
  public static boolean flush(Duration timeout) {
    return current.flush(timeout);
  }

  /**
   * Ends error tracking with this client. See {@link TrackXClient#close()}; {@link #setup(String)}
   * may start it again. If the next {@code setup} is for the same endpoint, its client goes on with
   * the rate limit's budget and the pauses that the server asked for; they are forgotten with any
   * other. Adapters with an endpoint of their own go on.
   */
  public static void close() {
    TrackXClient closed;
    Delivery source;
    synchronized (LOCK) {
      closed = current;
      current = OFF;
      source = closed.delivery;
      if (source != null) {
        lastClosed = source.remember();
      }
    }
    closed.close();
    if (source != null) {
      source.noteLast();
    }
  }
}
