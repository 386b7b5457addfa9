package app.trackx.internal.logging;

import app.trackx.Capture;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The content of an event for a log record, the same for all libraries. Everything is read
 * immediately, since parts of a record are available only on the logging thread. Thread-safe; may
 * call code of the application and throw its exceptions.
 */
final class LogContent {
  private static final List<String> OWN_KEYS = Arrays.asList(
      "log",
      "logger",
      "level",
      "template",
      "markers",
      "mdc",
      "release",
      "environment",
      "thread",
      "java",
      "causes",
      "codes",
      "occurrences",
      "firstSeen",
      "lastSeen",
      "capturedAt",
      "trail");

  /** The call site of a record that came from a queue that does not know it. */
  private static final StackTraceElement[] NOWHERE = {};

  private final AtomicBoolean warnedNoCallSite = new AtomicBoolean();
  private final StatusLine status;
  private final @Nullable String release;
  private final @Nullable String environment;
  private final String[] contextKeys;

  LogContent(
      StatusLine status,
      @Nullable String release,
      @Nullable String environment,
      String[] contextKeys) {
    this.status = status;
    this.release = release;
    this.environment = environment;
    this.contextKeys = contextKeys;
  }

  /**
   * Fills an event.
   *
   * @param withinLogCall whether the stack of this thread shows the call site
   * @param withRelease whether to add release and environment, which the adapter's own client adds
   *     itself
   */
  void read(Capture capture, LogLine line, boolean withinLogCall, boolean withRelease) {
    Throwable thrown = line.thrown();
    String message = line.message();
    if (thrown != null) {
      capture.reason(thrown).meta("log", message);
      if (!withinLogCall) { // this thread is not the place of an error without a stack trace
        StackTraceElement[] callSite = line.callSite();
        capture.callSite(callSite == null ? NOWHERE : callSite);
      }
    } else {
      readWithoutReason(capture, line, withinLogCall, message);
    }
    capture.thread(line.thread()).meta("logger", line.logger()).meta("level", line.level());
    List<String> names = line.markers();
    if (!names.isEmpty()) {
      capture.meta("markers", names);
    }
    addContext(capture, line);
    if (withRelease) {
      addIfSet(capture, "release", release);
      addIfSet(capture, "environment", environment);
    }
    addPairs(capture, line.pairs());
  }

  private void readWithoutReason(
      Capture capture, LogLine line, boolean withinLogCall, String message) {
    RemoteThrowable remote = line.remoteThrowable();
    if (remote != null) {
      capture.name(remote.className).message(remote.message).callSite(remote.frames);
      capture.meta("log", message);
      return;
    }
    String template = line.template();
    if (StartFailure.isLoggedBy(line.logger())) { // its line is that of all such failures
      String text = template == null ? message : template;
      capture.name(StartFailure.NAME).message(StartFailure.description(text));
      capture.meta("log", message);
      return;
    }
    capture.name(line.logger()).message(message);
    if (withinLogCall) {
      capture.callSiteOf(new Throwable());
    } else if (line.callSite() != null) {
      capture.callSite(line.callSite());
    } else {
      capture.callSite(NOWHERE); // grouped by logger and message
      if (template != null) {
        capture.message(template).meta("log", message);
        warnNoCallSite();
      }
    }
    if (template != null && !template.equals(message)) {
      capture.meta("template", template);
    }
  }

  private void addContext(Capture capture, LogLine line) {
    if (contextKeys.length == 0) {
      return;
    }
    Map<String, String> context = new LinkedHashMap<>();
    for (String key : contextKeys) {
      String value = line.contextValue(key);
      if (value != null) {
        context.put(key, PairCopy.truncate(value));
      }
    }
    if (!context.isEmpty()) {
      capture.meta("mdc", context);
    }
  }

  private static void addIfSet(Capture capture, String key, @Nullable String value) {
    if (value != null) {
      capture.meta(key, value);
    }
  }

  private static void addPairs(Capture capture, Map<String, @Nullable Object> pairs) {
    if (pairs.isEmpty()) {
      return;
    }
    PairCopy copy = new PairCopy();
    for (Map.Entry<String, @Nullable Object> pair : pairs.entrySet()) {
      if (!copy.reserveEntry()) {
        return;
      }
      String key = copy.text(pair.getKey());
      Object value = copy.snapshot(pair.getValue());
      capture.meta(OWN_KEYS.contains(key) ? "pair." + key : key, value);
    }
  }

  private void warnNoCallSite() {
    if (warnedNoCallSite.compareAndSet(false, true)) {
      status.warn(
          "TrackX: A record without an exception came through a queue that does not keep its call"
              + " site. Such events have no stack trace and are grouped by logger and message"
              + " without parameters."
              + " Set includeCallerData (Logback's AsyncAppender) or includeLocation (Log4j);"
              + " java.util.logging has no such option.");
    }
  }
}
