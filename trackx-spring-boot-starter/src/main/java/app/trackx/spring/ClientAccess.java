package app.trackx.spring;

import app.trackx.Capture;
import app.trackx.EventType;
import app.trackx.TrackXClient;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The application's client for code that exists before it, such as a bean post-processor. The client
 * bean is looked up when the first error is captured. Thread-safe; no method throws.
 */
final class ClientAccess {
  private final ObjectProvider<TrackXClient> bean;
  private volatile @Nullable TrackXClient client;

  ClientAccess(ObjectProvider<TrackXClient> bean) {
    this.bean = bean;
  }

  /** Captures an error that nothing below has handled. Its later log records are duplicates. */
  void uncaught(Throwable error, @Nullable String job) {
    capture(EventType.UNHANDLED_ERROR, error, capture -> ofJob(capture, job));
  }

  /** Captures the failure of a computation whose result may never be read. */
  void rejected(Throwable error, @Nullable String job) {
    capture(EventType.UNHANDLED_REJECTION, error, capture -> ofJob(capture, job));
  }

  private static void ofJob(Capture capture, @Nullable String job) {
    // with a detail, so that the same error is a duplicate if it is uncaught afterwards: without
    // any,
    // both would be captured in the same way, as one that is thrown twice
    capture.name(null);
    if (job != null) {
      capture.meta(JobScope.KEY, job);
    }
  }

  /**
   * Captures an error that a framework has given up after it may have logged a wrapper of it: then the
   * event is that of the log record, with the name and message of the error.
   *
   * @param place entries of {@code meta.kafka}: where the record is
   */
  void gaveUp(Throwable error, String job, Map<String, Object> place) {
    capture(
        EventType.UNHANDLED_ERROR,
        error,
        capture -> capture
            .name(error.getClass().getName())
            .message(error.getMessage())
            .meta(JobScope.KEY, job)
            .meta("kafka", place));
  }

  /**
   * Captures an error for which an item was skipped: the job goes on.
   *
   * @param phase sent as {@code meta.skipped}
   */
  void skipped(Throwable error, String phase) {
    capture(EventType.UNHANDLED_ERROR, error, capture -> capture.name(null).meta("skipped", phase));
  }

  private void capture(EventType type, Throwable error, Consumer<Capture> details) {
    try {
      TrackXClient target = client();
      if (target != null) {
        Capture capture = target.capture(type).reason(error);
        details.accept(capture);
        capture.send();
      }
    } catch (Throwable neverToTheHost) {
      // out of memory, or a message that throws
    }
  }

  /** Returns null while the client is created, and after the application has ended. */
  @Nullable
  TrackXClient client() {
    TrackXClient known = client;
    if (known == null) {
      try {
        known = bean.getIfAvailable();
        client = known;
      } catch (RuntimeException beingCreatedOrClosed) {
        return null;
      }
    }
    return known;
  }
}
