package app.trackx.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * A listener for the outcome of a request's asynchronous processing. The container calls it on its
 * own threads, while request and response are still valid. No method throws.
 */
final class AsyncWatch implements AsyncListener {
  private final Reporter reporter;
  private final RequestState state;
  private final HttpServletRequest request;
  private final @Nullable ServletResponse response;
  private volatile @Nullable TrackedAsyncContext tracked;

  AsyncWatch(
      Reporter reporter,
      RequestState state,
      HttpServletRequest request,
      @Nullable ServletResponse response) {
    this.reporter = reporter;
    this.state = state;
    this.request = request;
    this.response = response;
  }

  /**
   * Returns a wrapper that tracks the tasks of a context; the same wrapper for the same context.
   */
  AsyncContext around(AsyncContext context) {
    TrackedAsyncContext wrapper = tracked;
    if (wrapper == null || !wrapper.isAround(context)) {
      wrapper = new TrackedAsyncContext(context, reporter, state);
      tracked = wrapper;
    }
    return wrapper;
  }

  @Override
  public void onError(AsyncEvent event) {
    try {
      Throwable error = event.getThrowable();
      if (error != null) {
        reporter.failed(error, state, info(), Math.max(SwallowedErrors.FAILED, status()), request);
      }
    } catch (Throwable neverToTheHost) {
      // the container handles the error anyway
    }
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    state.timedOut(); // another listener may still answer
  }

  @Override
  public void onComplete(AsyncEvent event) {
    try {
      int status = status();
      if (status >= SwallowedErrors.FAILED) {
        Throwable error = SwallowedErrors.of(request, state);
        if (error != null) {
          reporter.failed(error, state, info(), status, request);
        }
        if (state.takeTimeout()) {
          reporter.timedOut(state, info(), status, request);
        }
      }
      state.ended(status);
    } catch (Throwable neverToTheHost) {
      // the request is complete anyway
    }
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // RequestWatch observes that start
  }

  private RequestInfo info() {
    RequestInfo info = state.info();
    return info == null ? RequestInfo.of(request) : info;
  }

  /** Returns the current status of the response, or 0 if it is unknown. */
  private int status() {
    return response instanceof HttpServletResponse
        ? ((HttpServletResponse) response).getStatus()
        : 0;
  }
}
