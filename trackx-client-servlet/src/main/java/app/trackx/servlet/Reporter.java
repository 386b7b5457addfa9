package app.trackx.servlet;

import app.trackx.Capture;
import app.trackx.EventType;
import app.trackx.RequestContext;
import app.trackx.TrackXClient;
import app.trackx.internal.adapter.RequestSessions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A reporter that turns each failure into one event, with the request data from its
 * {@link RequestInfo}. No method throws; without enough memory for the request data, the failure is
 * sent without it. Thread-safe.
 */
final class Reporter {
  private final FilterClient client;
  private final Failures failures;
  private final RequestSessions<HttpServletRequest> sessions;
  private final @Nullable HttpContext context;
  private final @Nullable String release;
  private final @Nullable String environment;
  private final AtomicBoolean contextFailed = new AtomicBoolean();

  Reporter(
      FilterClient client, RequestSessions<HttpServletRequest> sessions, FilterOptions options) {
    this.client = client;
    this.failures = new Failures(options.clientAborts, options.ignored, options.kept);
    this.sessions = sessions;
    this.context = options.httpContext;
    this.release = options.release;
    this.environment = options.environment;
  }

  RequestSessions<HttpServletRequest> sessions() {
    return sessions;
  }

  /**
   * Reports a failed request.
   *
   * @param request null if it may be over
   */
  void failed(
      Throwable error,
      RequestState state,
      RequestInfo info,
      int status,
      @Nullable HttpServletRequest request) {
    Throwable root = error;
    try {
      root = Failures.rootOf(error);
      if (!state.isNew(root) || !failures.isFailure(root)) {
        return;
      }
      if (Failures.isTimeout(root)) {
        timedOut(root.getClass().getName(), state, info, status, request);
        return;
      }
      TrackXClient target = client.forEvent();
      if (target != null) {
        Capture capture = target.capture(EventType.UNHANDLED_ERROR).reason(root);
        Map<String, Object> http = info.meta(status);
        String wrapper = Failures.wrapperOf(error, root);
        if (wrapper != null) {
          http.put("wrapper", wrapper);
        }
        fill(capture, target, state, info, http, request);
        send(capture, state, info);
      }
    } catch (Throwable noMemory) {
      failed(root);
    }
  }

  /** Reports a request that timed out without an exception. */
  void timedOut(
      RequestState state, RequestInfo info, int status, @Nullable HttpServletRequest request) {
    timedOut("AsyncTimeout", state, info, status, request);
  }

  /** Groups timeouts by route, since their stacks show only the container and are all the same. */
  private void timedOut(
      String name,
      RequestState state,
      RequestInfo info,
      int status,
      @Nullable HttpServletRequest request) {
    try {
      TrackXClient target = client.forEvent();
      if (target != null) {
        String template = info.template();
        Capture capture = target
            .capture(EventType.UNHANDLED_ERROR)
            .name(name)
            .message(
                "asynchronous processing timed out" + (template == null ? "" : ": " + template));
        fill(capture, target, state, info, info.meta(status), request);
        send(capture, state, info);
      }
    } catch (Throwable neverToTheHost) {
      // out of memory
    }
  }

  /** Sends the failure as one of its request, of which this thread may know nothing (any more). */
  private static void send(Capture capture, RequestState state, RequestInfo info) {
    Supplier<@Nullable RequestContext> before = RequestContext.set(state.context(info));
    try {
      capture.send();
    } finally {
      RequestContext.set(before);
    }
  }

  /** Reports an exception without request data; the client keeps a memory reserve for that. */
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
      RequestState state,
      RequestInfo info,
      Map<String, Object> http,
      @Nullable HttpServletRequest request) {
    capture.uri(info.uri()).meta("http", http);
    if (state.visitor != null) {
      capture.visitor(state.visitor);
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
      capture.meta(metaOf(context, request));
    }
  }

  private @Nullable Map<String, @Nullable Object> metaOf(
      HttpContext callback, HttpServletRequest request) {
    try {
      Map<String, @Nullable Object> meta = new LinkedHashMap<>();
      callback.addTo(meta, request);
      return meta;
    } catch (Throwable failedInUserCode) {
      if (contextFailed.compareAndSet(false, true)) {
        Log.warn("TrackXFilter: the HttpContext threw "
            + failedInUserCode.getClass().getName()
            + ". Events are sent without its data.");
      }
      return null;
    }
  }
}
