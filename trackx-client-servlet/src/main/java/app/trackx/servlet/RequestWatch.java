package app.trackx.servlet;

import app.trackx.RequestContext;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way through the filter chain. The wrapper has three purposes: a forward, or
 * another TrackX filter, detects it and does not watch the request again; it observes the start of
 * asynchronous work, which any thread may complete; and it is the source of the request's context
 * for errors that are captured on its thread.
 *
 * <p>This object is the only cost of a request without errors: 32 bytes. None of its own code
 * throws. Results and exceptions of the container pass through unchanged.
 */
final class RequestWatch extends HttpServletRequestWrapper implements RequestContext.Source {
  private final Reporter reporter;
  private @Nullable RequestState state;
  private @Nullable AsyncWatch async;
  private boolean inChain = true;

  private RequestWatch(
      HttpServletRequest request, Reporter reporter, @Nullable RequestState state) {
    super(request);
    this.reporter = reporter;
    this.state = state;
  }

  /** Starts watching a request that enters the chain; null if it is already watched or not HTTP. */
  static @Nullable RequestWatch begin(ServletRequest request, Reporter reporter) {
    try {
      return request instanceof HttpServletRequest && !isWatched(request)
          ? begin((HttpServletRequest) request, reporter)
          : null;
    } catch (Throwable neverToTheHost) {
      return null; // out of memory, or a request that throws
    }
  }

  private static RequestWatch begin(HttpServletRequest request, Reporter reporter) {
    DispatcherType type = request.getDispatcherType();
    if (type == DispatcherType.REQUEST) {
      String visitor = reporter.sessions().visitorOf(request);
      if (visitor == null) {
        return new RequestWatch(request, reporter, null);
      }
      RequestState state = new RequestState(visitor);
      request.setAttribute(RequestState.ATTRIBUTE, state);
      return new RequestWatch(request, reporter, state);
    }
    Object known = request.getAttribute(RequestState.ATTRIBUTE);
    RequestState state = known instanceof RequestState ? (RequestState) known : null;
    RequestWatch watch = new RequestWatch(request, reporter, state);
    if (type == DispatcherType.ERROR) {
      watch.state().info(RequestInfo.of(request)); // the error page has a route of its own
    }
    return watch;
  }

  /**
   * Returns whether an active watch wraps the request; one of an earlier dispatch is no longer
   * active.
   */
  private static boolean isWatched(ServletRequest request) {
    ServletRequest inner = request;
    while (inner instanceof ServletRequestWrapper) {
      if (inner instanceof RequestWatch && ((RequestWatch) inner).inChain) {
        return true;
      }
      inner = ((ServletRequestWrapper) inner).getRequest();
    }
    return false;
  }

  /** Makes this request the thread's. Returns the previous one, for {@link #leave}. */
  @Nullable
  Supplier<@Nullable RequestContext> enter() {
    return RequestContext.set(this);
  }

  /** Restores the previous request once the chain has returned or thrown. */
  void leave(@Nullable Supplier<@Nullable RequestContext> before) {
    inChain = false;
    RequestContext.set(before);
  }

  /** Returns the context of this request as it is known now. On its thread. */
  @Override
  public @Nullable RequestContext get() {
    RequestState known = state();
    return known.context(currentInfo(known));
  }

  /** Returns the context of this request without its data. On its thread. */
  @Override
  public RequestContext request() {
    return state().context();
  }

  /** Reports an exception that leaves the chain. */
  void failed(Throwable error, ServletResponse response) {
    try {
      RequestState known = state();
      boolean late = response.isCommitted() && response instanceof HttpServletResponse;
      int status = late ? ((HttpServletResponse) response).getStatus() : SwallowedErrors.FAILED;
      reporter.failed(error, known, currentInfo(known), status, raw());
      known.ended(status);
    } catch (Throwable noMemory) {
      reporter.failed(error);
    }
  }

  /** Reports a failure that was caught further down and answered, once the chain has returned. */
  void answered(ServletResponse response) {
    try {
      HttpServletRequest request = raw();
      if (request.isAsyncStarted()) {
        if (async == null) { // started without going through this wrapper
          watch(request.getAsyncContext());
        }
      } else if (response instanceof HttpServletResponse) {
        int status = ((HttpServletResponse) response).getStatus();
        Throwable error =
            status < SwallowedErrors.FAILED ? null : SwallowedErrors.of(request, state);
        if (error != null) {
          RequestState known = state();
          reporter.failed(error, known, currentInfo(known), status, request);
        }
        if (state != null) {
          state.ended(status);
        }
      }
    } catch (Throwable neverToTheHost) {
      // the chain has returned; the container completes the request
    }
  }

  /** Remembers an exception that Spring sets for a view and removes once the view is rendered. */
  @Override
  public void setAttribute(String name, @Nullable Object value) {
    super.setAttribute(name, value);
    if (value instanceof Throwable && RequestDispatcher.ERROR_EXCEPTION.equals(name)) {
      try {
        state().rendered((Throwable) value);
      } catch (Throwable noMemory) {
        // the failure goes unnoticed
      }
    }
  }

  @Override
  public AsyncContext startAsync() {
    return watched(super.startAsync());
  }

  @Override
  public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
    return watched(super.startAsync(request, response));
  }

  @Override
  public AsyncContext getAsyncContext() {
    AsyncContext context = super.getAsyncContext();
    AsyncWatch known = async;
    return known == null ? context : known.around(context);
  }

  private AsyncContext watched(AsyncContext context) {
    try {
      return watch(context).around(context);
    } catch (Throwable neverToTheHost) {
      return context;
    }
  }

  private AsyncWatch watch(AsyncContext context) {
    RequestState known = state();
    // read now: the request may be over when work on another thread fails
    known.info(currentInfo(known));
    AsyncWatch watch = new AsyncWatch(reporter, known, raw(), context.getResponse());
    context.addListener(watch);
    async = watch;
    return watch;
  }

  private HttpServletRequest raw() {
    return (HttpServletRequest) getRequest();
  }

  private RequestState state() {
    RequestState known = state;
    if (known == null) {
      HttpServletRequest request = raw();
      Object attribute = request.getAttribute(RequestState.ATTRIBUTE);
      known = attribute instanceof RequestState ? (RequestState) attribute : new RequestState(null);
      request.setAttribute(RequestState.ATTRIBUTE, known);
      state = known;
    }
    return known;
  }

  /** Returns the data of the current request or, for an error page, of the request that failed. */
  private RequestInfo currentInfo(RequestState known) {
    HttpServletRequest request = raw();
    RequestInfo before = request.getDispatcherType() == DispatcherType.ERROR ? known.info() : null;
    return before == null ? RequestInfo.of(request) : before;
  }
}
