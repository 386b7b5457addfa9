package app.trackx.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Hears how the asynchronous part of a request ends. The container calls it on threads of its own, while
 * request and response are still there. No method throws.
 */
final class AsyncWatch implements AsyncListener {
  private final Reporter reporter;
  private final RequestState exchange;
  private final HttpServletRequest request;
  private final @Nullable ServletResponse response;
  private volatile @Nullable TrackedAsyncContext followed;

  AsyncWatch(
      Reporter reporter,
      RequestState exchange,
      HttpServletRequest request,
      @Nullable ServletResponse response) {
    this.reporter = reporter;
    this.exchange = exchange;
    this.request = request;
    this.response = response;
  }

  /** The same context, whose tasks are followed; the same object for the same one. */
  AsyncContext around(AsyncContext context) {
    TrackedAsyncContext known = followed;
    if (known == null || !known.isAround(context)) {
      known = new TrackedAsyncContext(context, this);
      followed = known;
    }
    return known;
  }

  /** A task of this request, which may be over before it ends. */
  Runnable task(Runnable task) {
    return new AsyncTask(task, this);
  }

  @Nullable
  String visitor() {
    return exchange.visitor;
  }

  /** A task has failed. The request may be gone, and be another one by now. */
  void failed(Throwable error) {
    RequestInfo place = exchange.place();
    if (place == null) {
      reporter.failed(error);
    } else {
      reporter.failed(error, exchange, place, RequestWatch.FAILED, null);
    }
  }

  @Override
  public void onError(AsyncEvent event) {
    try {
      Throwable error = event.getThrowable();
      if (error != null) {
        reporter.failed(error, exchange, place(), Math.max(RequestWatch.FAILED, status()), request);
      }
    } catch (Throwable neverToTheHost) {
      // the container knows of the error
    }
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    exchange.timedOut(); // whoever hears of it may still answer
  }

  @Override
  public void onComplete(AsyncEvent event) {
    try {
      int status = status();
      if (status >= RequestWatch.FAILED) {
        Throwable error = RequestWatch.swallowed(request, exchange);
        if (error != null) {
          reporter.failed(error, exchange, place(), status, request);
        }
        if (exchange.takeTimeout()) {
          reporter.timedOut(exchange, place(), status, request);
        }
      }
    } catch (Throwable neverToTheHost) {
      // it is over for the container, too
    }
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // that start is watched by itself
  }

  private RequestInfo place() {
    RequestInfo place = exchange.place();
    return place == null ? RequestInfo.of(request) : place;
  }

  /** What the answer is so far; 0 if that cannot be told. */
  private int status() {
    return response instanceof HttpServletResponse
        ? ((HttpServletResponse) response).getStatus()
        : 0;
  }
}
