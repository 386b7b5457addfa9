package app.trackx;

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
 * no class of OkHttp is loaded. Every method may be called from any thread; what holds for {@link
 * TrackXClient} holds here.
 */
public final class TrackX {
  private static final TrackXClient OFF = TrackXClient.builder(null).build();

  private static final Object LOCK = new Object(); // for setup and close alone

  private static volatile TrackXClient current = OFF;

  private TrackX() {}

  /**
   * Starts error tracking: errors that nothing catches are sent from now on.
   *
   * @param endpoint {@code https://host/v1/<key>}; null or blank turns tracking off
   * @return the client, which {@link #client()} gives too
   * @throws IllegalArgumentException if the endpoint is malformed
   */
  public static TrackXClient setup(@Nullable String endpoint) {
    return setup(TrackXClient.builder(endpoint));
  }

  /**
   * Starts error tracking with a handler that looks at every event.
   *
   * @param endpoint {@code https://host/v1/<key>}; null or blank turns tracking off
   * @param onError scrubs, adds, or cancels; null for none
   * @return the client
   * @throws IllegalArgumentException if the endpoint is malformed
   */
  public static TrackXClient setup(@Nullable String endpoint, @Nullable OnErrorHandler onError) {
    return setup(TrackXClient.builder(endpoint).onError(onError));
  }

  /**
   * Starts error tracking for a project that names its allowed origins.
   *
   * @param endpoint {@code https://host/v1/<key>}; null or blank turns tracking off
   * @param onError scrubs, adds, or cancels; null for none
   * @param origin one of the project's allowed origins, exactly; null for {@code java}
   * @return the client
   * @throws IllegalArgumentException if the endpoint or the origin is malformed
   */
  public static TrackXClient setup(
      @Nullable String endpoint, @Nullable OnErrorHandler onError, @Nullable String origin) {
    return setup(TrackXClient.builder(endpoint).onError(onError).origin(origin));
  }

  /**
   * Starts error tracking with the settings of this process: {@code TRACKX_ENDPOINT}, {@code
   * TRACKX_ORIGIN}, {@code TRACKX_RELEASE} and {@code TRACKX_ENVIRONMENT} of the environment, or
   * the system properties {@code trackx.endpoint}, {@code trackx.origin}, {@code trackx.release}
   * and {@code trackx.environment}, which go first. Without an endpoint tracking is off.
   *
   * @return the client
   * @throws IllegalArgumentException if the endpoint or the origin is malformed
   */
  public static TrackXClient setup() {
    return setup(TrackXClient.builder(Settings.read("endpoint"))
        .origin(Settings.read("origin"))
        .release(Settings.read("release"))
        .environment(Settings.read("environment")));
  }

  /**
   * Starts error tracking with every option there is. A client that was set up before is replaced:
   * what it has pending is still sent in the background, for its {@code shutdownTimeout} at most, and
   * what is in {@link #meta()} stays.
   *
   * @param options of {@link TrackXClient#builder}
   * @return the client
   */
  public static TrackXClient setup(TrackXClient.Builder options) {
    TrackXClient next = options.prepare();
    synchronized (LOCK) {
      TrackXClient replaced = current;
      next.meta().putAll(replaced.meta());
      current = next; // first, so that nobody finds a closed client
      replaced.close(false); // its handler goes before ours comes, or the chain would grow
      next.install(options.capturesUncaughtByDefault());
      OFF.meta().clear();
    }
    return next;
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
   * may start it again. Adapters with an endpoint of their own go on.
   */
  public static void close() {
    TrackXClient closed;
    synchronized (LOCK) {
      closed = current;
      current = OFF;
    }
    closed.close();
  }
}
