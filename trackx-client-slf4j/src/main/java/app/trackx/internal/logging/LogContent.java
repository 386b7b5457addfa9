package app.trackx.internal.logging;

import app.trackx.Capture;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What of a log record goes into an event, the same for all libraries. Read here and now, since only
 * the thread that logs knows it. Any thread; may call code of the application, and throw what that
 * throws.
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
      "occurrences",
      "firstSeen",
      "lastSeen",
      "capturedAt");

  private final AtomicBoolean saidCallSite = new AtomicBoolean();
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
   * @param within whether the frames of this thread say where it was logged
   * @param withRelease whether the client does not know release and environment itself
   */
  void read(Capture capture, LogLine line, boolean within, boolean withRelease) {
    Throwable thrown = line.thrown();
    String message = line.message();
    if (thrown != null) {
      capture.reason(thrown).meta("log", message);
    } else {
      readWithoutReason(capture, line, within, message);
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

  private void readWithoutReason(Capture capture, LogLine line, boolean within, String message) {
    RemoteThrowable foreign = line.foreign();
    if (foreign != null) {
      capture.name(foreign.className).message(foreign.message).callSite(foreign.frames);
      capture.meta("log", message);
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
      capture.message(template).meta("log", message);
      sayCallSite();
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
        context.put(key, PairCopy.cut(value));
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
      if (!copy.takeRoom()) {
        return;
      }
      String key = copy.text(pair.getKey());
      Object value = copy.asOfNow(pair.getValue());
      capture.meta(OWN_KEYS.contains(key) ? "pair." + key : key, value);
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
