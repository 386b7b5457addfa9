package app.trackx.internal.logging;

import app.trackx.Capture;
import app.trackx.DropReason;
import app.trackx.EventType;
import app.trackx.TrackXClient;
import app.trackx.internal.adapter.AdapterThreads;
import app.trackx.internal.adapter.LogTrail;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A reporter, shared by all adapters, that turns log records at or above their level into events.
 *
 * <p>Thread-safe, without locks; never throws. Anything available only on the logging thread is
 * read immediately, on that thread. Records that the client itself logs are ignored. Records logged
 * by code that this class calls, such as a parameter's {@code toString()}, are dropped and counted;
 * otherwise they could recurse without end.
 */
public final class LogReporter {
  private static final String CLIENT_LOGGER = "app.trackx";
  private static final String[] CLIENT_LIBRARIES = {"okhttp3.", "okio.", "com.fasterxml.jackson."};

  /** Loggers of OkHttp's own threads, which cannot be attributed to one of its users. */
  private static final String OKHTTP_INTERNALS = "okhttp3.internal.";

  private static final Duration FLUSH = Duration.ofSeconds(2);

  /**
   * Set while this thread reports. An array, because that is a JDK type and so pins no class
   * loader, and because setting and removing a value each time costs 12 µs where errors are rare.
   */
  private static final ThreadLocal<boolean[]> REPORTING = new ThreadLocal<>();

  private final AdapterClient target;
  private final LogContent content;
  private final Set<String> markers;

  /** Whether the adapter keeps a trail; null if the client that it reports to decides. */
  private final @Nullable Boolean trail;

  private volatile boolean behindQueue;

  LogReporter(
      AdapterClient target, LogContent content, Set<String> markers, @Nullable Boolean trail) {
    this.target = target;
    this.content = content;
    this.markers = markers;
    this.trail = trail;
  }

  /** Returns whether there are markers that make a record be reported at any level. */
  public boolean looksAtMarkers() {
    return !markers.isEmpty();
  }

  /** Returns whether one of these names is such a marker. */
  public boolean isMarked(List<String> names) {
    for (String name : names) {
      if (markers.contains(name)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether {@link #keep} would add a record to the trail of this thread's request or job.
   * Allocates nothing, since most records end here. Never throws.
   */
  public boolean keepsTrail() {
    try {
      return LogTrail.isOpen() && isTrailOn();
    } catch (Throwable noMemoryOrStack) {
      return false;
    }
  }

  private boolean isTrailOn() {
    if (trail != null) {
      return trail;
    }
    TrackXClient client = target.current();
    return client != null && client.keepsTrail();
  }

  /** Adds a record that is no event to the trail. Only after {@link #keepsTrail}. */
  public void keep(LogLine line) {
    try {
      boolean[] reporting = reporting();
      if (reporting[0]) {
        return; // logged by a filter or a parameter of another record
      }
      reporting[0] = true;
      try {
        if (line.isWanted()) {
          addToTrail(line);
        }
      } finally {
        reporting[0] = false;
      }
    } catch (Throwable failedInUserCode) {
      // the record is no event: nothing is lost that should be counted
    }
  }

  private static void addToTrail(LogLine line) {
    try {
      String logger = line.logger();
      // another thread may work for another request; the client's threads work for none
      if (line.isFromThisThread() && !logger.equals(CLIENT_LOGGER)) {
        LogTrail.add(
            line.millis(), line.level(), logger, line.messageOfCode(), line.hasArguments());
      }
    } catch (Throwable failedInUserCode) {
      // the record itself was reported, or is no event: nothing is lost that should be counted
    }
  }

  /** Reports a record as an event, and adds it to the trail for later ones. */
  public void report(LogLine line) {
    try {
      reportOnce(line);
    } catch (Throwable neverToTheHost) {
      // out of memory, even for counting the drop
    }
  }

  /** Counts a record that could not be read. Never throws. */
  public void failed() {
    try {
      drop(DropReason.RENDERING_FAILED);
    } catch (Throwable neverToTheHost) {
      // out of memory, even for counting the drop
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
      if (!isFromClient(line) && line.isWanted()) {
        send(line);
        if (line.isAtLeastInfo() && keepsTrail()) {
          addToTrail(line);
        }
      }
    } catch (Throwable failedInUserCode) {
      drop(DropReason.RENDERING_FAILED); // a filter or a custom record threw
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
      boolean within = line.isWithinLogCall();
      if (!within && !behindQueue) {
        behindQueue = true;
      }
      content.read(capture, line, within, !target.isOwn(client));
      capture.send();
    } catch (OutOfMemoryError full) {
      sendWithoutMessage(client, line); // the client keeps a memory reserve for that
    } catch (Throwable failedInUserCode) {
      capture.drop(DropReason.RENDERING_FAILED); // never send a partially read record
    }
  }

  private void drop(DropReason reason) {
    TrackXClient client = target.client();
    if (client != null) {
      client.capture(EventType.CUSTOM_LOGGER).drop(reason);
    }
  }

  /** Blocks until all records reported before have been sent, for up to two seconds. */
  public void flush() {
    TrackXClient client = target.client();
    if (client != null) {
      client.flush(FLUSH);
    }
  }

  /**
   * Releases the client if it is the adapter's own; it is closed a moment later unless another
   * adapter opens it. During JVM shutdown this method blocks until pending events are sent: the
   * logging library's shutdown hook may only now have emptied a queue, after the client's own hook
   * has run.
   */
  public void stop() {
    if (JvmEnd.isShuttingDown()) {
      drain(); // the client's own shutdown hook closes it
    } else {
      target.stop();
    }
  }

  private void drain() {
    TrackXClient client = behindQueue || target.hasOwn() ? target.client() : null;
    if (client == null || !(behindQueue || target.isOwn(client))) {
      return;
    }
    // Logback's AsyncAppender stops its appenders on a thread that it interrupted
    boolean interrupted = Thread.interrupted();
    try {
      client.flush(JvmEnd.timeLeft());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    target.reportLoss();
  }

  private static void sendWithoutMessage(TrackXClient client, LogLine line) {
    Throwable thrown = line.thrown();
    if (thrown == null) {
      client.capture(EventType.CUSTOM_LOGGER).drop(DropReason.INTERNAL_ERROR);
    } else {
      client.capture(EventType.CUSTOM_LOGGER).reason(thrown).send();
    }
  }

  /**
   * Returns whether the client logged the record, or one of its libraries did on a thread of the
   * client.
   */
  private static boolean isFromClient(LogLine line) {
    String logger = line.logger();
    if (logger.equals(CLIENT_LOGGER) || logger.startsWith(OKHTTP_INTERNALS)) {
      return true;
    }
    for (String library : CLIENT_LIBRARIES) {
      if (logger.startsWith(library)) {
        return AdapterThreads.isOfClient(line.thread());
      }
    }
    return false;
  }
}
