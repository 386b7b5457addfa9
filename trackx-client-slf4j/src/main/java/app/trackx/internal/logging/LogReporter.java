package app.trackx.internal.logging;

import app.trackx.Capture;
import app.trackx.DropReason;
import app.trackx.EventType;
import app.trackx.TrackXClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

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
  private static final Duration FLUSH = Duration.ofSeconds(2);

  /** Set while this thread reports. Holds a class of the JDK, so it pins no class loader. */
  private static final ThreadLocal<Boolean> REPORTING = new ThreadLocal<>();

  private final Target target;
  private final StatusLine status;
  private final @Nullable String release;
  private final @Nullable String environment;
  private final String[] contextKeys;
  private final Set<String> markers;
  private final AtomicBoolean saidCallSite = new AtomicBoolean();
  private volatile boolean behindQueue;

  LogReporter(
      Target target,
      StatusLine status,
      @Nullable String release,
      @Nullable String environment,
      String[] contextKeys,
      Set<String> markers) {
    this.target = target;
    this.status = status;
    this.release = release;
    this.environment = environment;
    this.contextKeys = contextKeys;
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
    if (isOfTheClient(line)) {
      return;
    }
    if (REPORTING.get() != null) {
      drop(DropReason.RECURSIVE);
      return;
    }
    REPORTING.set(Boolean.TRUE);
    try {
      if (line.isWanted()) {
        send(line);
      }
    } catch (Throwable failedInUserCode) {
      drop(DropReason.RENDERING_FAILED); // a filter
    } finally {
      REPORTING.remove();
    }
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
      fill(capture, line, within, !target.isOwn(client));
      capture.send();
    } catch (OutOfMemoryError full) {
      sendWithoutMessage(capture, line); // the client has memory for that, we have not
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
   * Closes the client if it is the adapter's own, and waits for what is pending then. So it does for
   * another client at the end of the JVM if a queue feeds the adapter: the queue may have been emptied
   * only now, by the logging library's shutdown hook, and the hook of that client be over.
   */
  public void stop() {
    TrackXClient client = behindQueue && isJvmEnding() ? target.client() : null;
    if (client != null && !target.isOwn(client)) {
      client.flush(FLUSH);
    }
    target.stop();
  }

  private static boolean isJvmEnding() {
    Thread hook = new Thread("trackx-never-started");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      Runtime.getRuntime().removeShutdownHook(hook);
      return false;
    } catch (IllegalStateException ending) {
      return true;
    } catch (RuntimeException notAllowed) {
      return false;
    }
  }

  private static void sendWithoutMessage(Capture capture, LogLine line) {
    Throwable thrown = line.thrown();
    if (thrown == null) {
      capture.drop(DropReason.INTERNAL_ERROR);
    } else {
      capture.reason(thrown).meta(null).send();
    }
  }

  /** What the client says of itself, and what its libraries say on its threads. */
  private static boolean isOfTheClient(LogLine line) {
    String logger = line.logger();
    if (logger.equals(CLIENT)) {
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

  private void fill(Capture capture, LogLine line, boolean within, boolean withRelease) {
    Map<String, @Nullable Object> meta = new LinkedHashMap<>();
    Throwable thrown = line.thrown();
    String message = line.message();
    if (thrown != null) {
      capture.reason(thrown);
      meta.put("log", message);
    } else {
      fillWithoutReason(capture, line, within, message, meta);
    }
    meta.put("logger", line.logger());
    meta.put("level", line.level());
    List<String> names = line.markers();
    if (!names.isEmpty()) {
      meta.put("markers", names);
    }
    addContext(meta, line);
    if (withRelease) {
      putIfSet(meta, "release", release);
      putIfSet(meta, "environment", environment);
    }
    for (Map.Entry<String, @Nullable Object> pair : line.pairs().entrySet()) {
      String key = pair.getKey();
      meta.put(meta.containsKey(key) ? "pair." + key : key, pair.getValue());
    }
    capture.thread(line.thread()).meta(meta);
  }

  private void fillWithoutReason(
      Capture capture,
      LogLine line,
      boolean within,
      String message,
      Map<String, @Nullable Object> meta) {
    ForeignError foreign = line.foreign();
    if (foreign != null) {
      capture.name(foreign.className).message(foreign.message).callSite(foreign.frames);
      meta.put("log", message);
      return;
    }
    String template = line.template();
    capture.name(line.logger()).message(message);
    if (within) {
      capture.callSiteOf(new Throwable());
    } else if (line.callSite() != null) {
      capture.callSite(line.callSite());
    } else if (template != null) {
      // without frames the server groups by the message, so that must not differ from time to time
      capture.message(template);
      meta.put("log", message);
      sayCallSite();
    }
    if (template != null && !template.equals(message)) {
      meta.put("template", template);
    }
  }

  private void addContext(Map<String, @Nullable Object> meta, LogLine line) {
    if (contextKeys.length == 0) {
      return;
    }
    Map<String, String> context = new LinkedHashMap<>();
    for (String key : contextKeys) {
      String value = line.contextValue(key);
      if (value != null) {
        context.put(key, value);
      }
    }
    if (!context.isEmpty()) {
      meta.put("mdc", context);
    }
  }

  private static void putIfSet(
      Map<String, @Nullable Object> meta, String key, @Nullable String value) {
    if (value != null) {
      meta.put(key, value);
    }
  }

  private void sayCallSite() {
    if (saidCallSite.compareAndSet(false, true)) {
      status.warn(
          "TrackX: a record without an exception came through a queue that does not say where"
              + " it was logged, so it has no stack, and is grouped by its message without parameters:"
              + " turn on includeCallerData (Logback's AsyncAppender) or includeLocation (Log4j);"
              + " java.util.logging has nothing of the kind.");
    }
  }
}
