package app.trackx.internal.logging;

import app.trackx.Capture;
import app.trackx.DropReason;
import app.trackx.EventType;
import app.trackx.TrackXClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Makes events of log records: what all adapters do once a record is at or above their level.
 *
 * <p>Any thread, no locks; never throws. What only the logging thread knows is read here and now, on
 * it. What the client itself logs is left alone, and what is logged by code that this calls, a
 * parameter's {@code toString()} for example, is dropped and counted, or it might go round for ever.
 */
public final class LogReporter {
  private static final String CLIENT = "app.trackx";
  private static final String THREAD_OF_A_CLIENT = "trackx-";
  private static final String[] USED_TO_DELIVER = {"okhttp3.", "okio.", "com.fasterxml.jackson."};

  /** What OkHttp says of its own threads, of which one cannot tell for whom they work. */
  private static final String OF_OKHTTPS_THREADS = "okhttp3.internal.";

  private static final Duration FLUSH = Duration.ofSeconds(2);

  /**
   * One flag, set while this thread reports. An array, since it is of the JDK and so pins no class
   * loader, and since to set and remove a value each time costs 12 µs where errors are rare.
   */
  private static final ThreadLocal<boolean[]> REPORTING = new ThreadLocal<>();

  private final Target target;
  private final LogContent content;
  private final Set<String> markers;
  private volatile boolean behindQueue;

  LogReporter(Target target, LogContent content, Set<String> markers) {
    this.target = target;
    this.content = content;
    this.markers = markers;
  }

  /** Whether there are markers that make an event of a record whatever its level. */
  public boolean looksAtMarkers() {
    return !markers.isEmpty();
  }

  /** Whether one of these is such a marker. */
  public boolean isMarked(List<String> names) {
    for (String name : names) {
      if (markers.contains(name)) {
        return true;
      }
    }
    return false;
  }

  /** Makes an event of a record. */
  public void report(LogLine line) {
    try {
      reportOnce(line);
    } catch (Throwable neverToTheHost) {
      // no memory, not even to count it
    }
  }

  /** A record could not even be looked at; it is counted. Never throws. */
  public void failed() {
    try {
      drop(DropReason.RENDERING_FAILED);
    } catch (Throwable neverToTheHost) {
      // as above
    }
  }

  private void reportOnce(LogLine line) {
    boolean[] reporting = reporting();
    if (reporting[0]) {
      drop(DropReason.RECURSIVE);
      return;
    }
    reporting[0] = true;
    try {
      if (!isOfTheClient(line) && line.isWanted()) {
        send(line);
      }
    } catch (Throwable failedInUserCode) {
      drop(DropReason.RENDERING_FAILED); // a filter, or a record of somebody's own
    } finally {
      reporting[0] = false;
    }
  }

  private static boolean[] reporting() {
    boolean[] known = REPORTING.get();
    if (known == null) {
      known = new boolean[1];
      REPORTING.set(known);
    }
    return known;
  }

  private void send(LogLine line) {
    TrackXClient client = target.client();
    if (client == null) {
      return;
    }
    Capture capture = client.capture(EventType.CUSTOM_LOGGER);
    try {
      boolean within = line.isWithinTheCall();
      if (!within && !behindQueue) {
        behindQueue = true;
      }
      content.read(capture, line, within, !target.isOwn(client));
      capture.send();
    } catch (OutOfMemoryError full) {
      sendWithoutMessage(client, line); // the client has memory for that, we have not
    } catch (Throwable failedInUserCode) {
      capture.drop(DropReason.RENDERING_FAILED); // never sent half read
    }
  }

  private void drop(DropReason reason) {
    TrackXClient client = target.client();
    if (client != null) {
      client.capture(EventType.CUSTOM_LOGGER).drop(reason);
    }
  }

  /** Waits until what was reported before has been sent, for two seconds at most. */
  public void flush() {
    TrackXClient client = target.client();
    if (client != null) {
      client.flush(FLUSH);
    }
  }

  /**
   * Gives the client back if it is the adapter's own; it is closed a moment later, unless another
   * adapter opens it. At the end of the JVM this waits for what is pending: a queue may have been
   * emptied only now, by the logging library's shutdown hook, and the hook of the client be over.
   */
  public void stop() {
    if (JvmEnd.isNear()) {
      drain(); // and leaves the client to its own shutdown hook
    } else {
      target.stop();
    }
  }

  private void drain() {
    TrackXClient client = behindQueue || target.hasOwn() ? target.client() : null;
    if (client == null || !(behindQueue || target.isOwn(client))) {
      return;
    }
    boolean interrupted =
        Thread.interrupted(); // Logback's queue stops us on a thread that it woke so
    try {
      client.flush(JvmEnd.timeLeft());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    target.sayWhatIsLost();
  }

  private static void sendWithoutMessage(TrackXClient client, LogLine line) {
    Throwable thrown = line.thrown();
    if (thrown == null) {
      client.capture(EventType.CUSTOM_LOGGER).drop(DropReason.INTERNAL_ERROR);
    } else {
      client.capture(EventType.CUSTOM_LOGGER).reason(thrown).send();
    }
  }

  /** What the client says of itself, and what its libraries say on its threads. */
  private static boolean isOfTheClient(LogLine line) {
    String logger = line.logger();
    if (logger.equals(CLIENT) || logger.startsWith(OF_OKHTTPS_THREADS)) {
      return true;
    }
    for (String library : USED_TO_DELIVER) {
      if (logger.startsWith(library)) {
        String thread = line.thread();
        return thread != null && thread.startsWith(THREAD_OF_A_CLIENT);
      }
    }
    return false;
  }
}
