package app.trackx.metrics;

import app.trackx.Diagnostics;
import app.trackx.TrackXClient;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Events of one client for JDK Flight Recorder. Needs JDK 11 or newer.
 *
 * <pre>{@code
 * TrackXFlightRecorder.start(TrackX.setup(endpoint));
 * }</pre>
 *
 * <table>
 *   <caption>The events, in the category TrackX</caption>
 *   <tr><th>event</th><th>when</th><th>fields</th></tr>
 *   <tr><td>{@code app.trackx.Captured}</td><td>an error is processed</td>
 *     <td>{@code error}, the class name of the exception; {@code type}</td></tr>
 *   <tr><td>{@code app.trackx.Sent}</td><td>the server accepted an event</td>
 *     <td>{@code errors} that it stands for; {@code size} of the body; {@code took}, how long the
 *     request took</td></tr>
 *   <tr><td>{@code app.trackx.Dropped}</td><td>errors were dropped</td>
 *     <td>{@code reason}; {@code errors}, how many</td></tr>
 * </table>
 *
 * <p>They are enabled by default, have neither a stack trace nor a threshold, and never contain a
 * message. The client's worker threads record them, so they cost the application's threads nothing;
 * if nothing is recording, they cost the worker threads some nanoseconds.
 *
 * <p>Nothing throws: on JDK 8, or in a runtime without the module {@code jdk.jfr}, there are no
 * events. Thread-safe.
 */
public final class TrackXFlightRecorder implements AutoCloseable {
  /** Is not there for JDK 8: its types are those of JDK 11. */
  private static final String LISTENER = "app.trackx.metrics.FlightRecorderListener";

  private final TrackXClient client;
  private final Diagnostics.@Nullable Listener listener;

  private TrackXFlightRecorder(TrackXClient client, Diagnostics.@Nullable Listener listener) {
    this.client = client;
    this.listener = listener;
  }

  /**
   * Starts recording the events of a client whenever Flight Recorder records.
   *
   * @param client the client
   * @return what {@linkplain #close() ends} that
   */
  public static TrackXFlightRecorder start(TrackXClient client) {
    Diagnostics.Listener listener = listener();
    Objects.requireNonNull(client, "client").addListener(listener);
    return new TrackXFlightRecorder(client, listener);
  }

  private static Diagnostics.@Nullable Listener listener() {
    try {
      return Class.forName(LISTENER)
          .asSubclass(Diagnostics.Listener.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | LinkageError withoutFlightRecorder) {
      return null;
    }
  }

  /**
   * Returns whether this runtime has Flight Recorder.
   *
   * @return false if there will be no events
   */
  public boolean isAvailable() {
    return listener != null;
  }

  /** Ends the recording of this client's events. The client goes on. */
  @Override
  public void close() {
    client.removeListener(listener);
  }
}
