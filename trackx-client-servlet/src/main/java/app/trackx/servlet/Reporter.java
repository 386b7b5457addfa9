package app.trackx.servlet;

import app.trackx.Capture;
import app.trackx.EventType;
import app.trackx.TrackXClient;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of failures: one of each, with what its {@link RequestInfo} says of the request. No method
 * throws; if there is no memory to say where it was, the failure goes without. Any thread.
 */
final class Reporter {
  private final FilterClient client;
  private final Failures failures;
  private final SessionPings sessions;
  private final @Nullable HttpContext context;
  private final @Nullable String release;
  private final @Nullable String environment;
  private final AtomicBoolean contextFailed = new AtomicBoolean();

  Reporter(FilterClient client, FilterOptions options) {
    this.client = client;
    this.failures = new Failures(options.clientAborts, options.ignored, options.kept);
    this.sessions = SessionPings.of(options, client);
    this.context = options.httpContext;
    this.release = options.release;
    this.environment = options.environment;
  }

  SessionPings sessions() {
    return sessions;
  }

  /**
   * A failure of a request.
   *
   * @param request null if it may be gone
   */
  void failed(
      Throwable error,
      RequestState exchange,
      RequestInfo place,
      int status,
      @Nullable HttpServletRequest request) {
    Throwable root = error;
    try {
      root = Failures.rootOf(error);
      if (!exchange.isNew(root) || !failures.isFailure(root)) {
        return;
      }
      if (Failures.isTimeout(root)) {
        timedOut(root.getClass().getName(), exchange, place, status, request);
        return;
      }
      TrackXClient target = client.forEvent();
      if (target != null) {
        Capture capture = target.capture(EventType.UNHANDLED_ERROR).reason(root);
        Map<String, Object> http = place.meta(status);
        String wrapper = Failures.wrapperOf(error, root);
        if (wrapper != null) {
          http.put("wrapper", wrapper);
        }
        fill(capture, target, exchange, place, http, request);
        capture.send();
      }
    } catch (Throwable noMemory) {
      failed(root);
    }
  }

  /** A request that timed out, of which no exception tells. */
  void timedOut(RequestState exchange, RequestInfo place, int status, @Nullable HttpServletRequest request) {
    timedOut("AsyncTimeout", exchange, place, status, request);
  }

  /** Grouped by its route: what frames there are are the container's, the same for all. */
  private void timedOut(
      String name,
      RequestState exchange,
      RequestInfo place,
      int status,
      @Nullable HttpServletRequest request) {
    try {
      TrackXClient target = client.forEvent();
      if (target != null) {
        String template = place.template();
        Capture capture = target
            .capture(EventType.UNHANDLED_ERROR)
            .name(name)
            .message(
                "asynchronous processing timed out" + (template == null ? "" : ": " + template));
        fill(capture, target, exchange, place, place.meta(status), request);
        capture.send();
      }
    } catch (Throwable neverToTheHost) {
      // no memory
    }
  }

  /** The same error without anything of the request. The client has memory for that, we have not. */
  void failed(Throwable error) {
    try {
      TrackXClient target = client.current();
      if (target != null) {
        target.capture(EventType.UNHANDLED_ERROR).reason(error).send();
      }
    } catch (Throwable neverToTheHost) {
      // nothing is left to try
    }
  }

  private void fill(
      Capture capture,
      TrackXClient target,
      RequestState exchange,
      RequestInfo place,
      Map<String, Object> http,
      @Nullable HttpServletRequest request) {
    capture.uri(place.uri()).meta("http", http);
    if (exchange.visitor != null) {
      capture.visitor(exchange.visitor);
    }
    if (!client.isOwn(target)) {
      if (release != null) {
        capture.meta("release", release);
      }
      if (environment != null) {
        capture.meta("environment", environment);
      }
    }
    if (context != null && request != null) {
      capture.meta(asked(context, request));
    }
  }

  private @Nullable Map<String, @Nullable Object> asked(
      HttpContext asked, HttpServletRequest request) {
    try {
      Map<String, @Nullable Object> meta = new LinkedHashMap<>();
      asked.addTo(meta, request);
      return meta;
    } catch (Throwable failedInUserCode) {
      if (contextFailed.compareAndSet(false, true)) {
        Log.warn("TrackX's filter: the HttpContext threw "
            + failedInUserCode.getClass().getName()
            + "; events go without what it adds.");
      }
      return null;
    }
  }
}
