package app.trackx.spring;

import app.trackx.TrackXClient;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The appender of one application. Applications of one JVM share a root logger, and a record does not
 * tell whose it is, so that the first of them has an appender there. The next one follows when that
 * application ends. Thread-safe.
 */
final class LogAttachment {
  private static final List<LogAttachment> OPEN = new ArrayList<>(); // guarded by itself

  private final @Nullable LogBackend backend;
  private final TrackXClient client;
  private final TrackXProperties.Logging options;

  private LogAttachment(
      @Nullable LogBackend backend, TrackXClient client, TrackXProperties.Logging options) {
    this.backend = backend;
    this.client = client;
    this.options = options;
  }

  /** Attaches an appender for the client; for a disabled client there is none. */
  static LogAttachment attach(TrackXClient client, TrackXProperties.Logging options) {
    LogAttachment attachment =
        new LogAttachment(client.isEnabled() ? LogBackend.current() : null, client, options);
    synchronized (OPEN) {
      if (attachment.backend != null) {
        OPEN.add(attachment);
      }
      attachFirst();
    }
    return attachment;
  }

  /** Attaches the appender anew, after the logging library has been configured anew. */
  static void restore() {
    synchronized (OPEN) {
      attachFirst();
    }
  }

  private static void attachFirst() {
    if (!OPEN.isEmpty()) {
      LogAttachment first = OPEN.get(0);
      if (first.backend != null) {
        first.backend.attach(first.client, first.options);
      }
    }
  }

  /** Lets appenders ignore Spring Boot's line about a failed start, which was reported otherwise. */
  static void ignoreAnalyses() {
    LogBackend current = LogBackend.current();
    if (current != null) {
      current.ignoreAnalyses();
    }
  }

  /** Removes the appender. Called by the context. */
  void detach() {
    synchronized (OPEN) {
      if (backend != null && OPEN.remove(this)) {
        backend.detach();
        attachFirst();
      }
    }
  }
}
