package app.trackx.servlet;

import app.trackx.RequestContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A task of {@code AsyncContext.start}. It runs for its request, and its exceptions
 * are failures of that request: some containers log them, some let them end the thread, and none
 * reliably notifies listeners.
 */
final class AsyncTask implements Runnable {
  private final Runnable task;
  private final Reporter reporter;
  private final RequestState state;

  AsyncTask(Runnable task, Reporter reporter, RequestState state) {
    this.task = task;
    this.reporter = reporter;
    this.state = state;
  }

  @Override
  public void run() {
    RequestInfo info = state.info(); // as of the start: the request may be over
    Supplier<@Nullable RequestContext> before =
        RequestContext.set(info == null ? null : state.context(info));
    try {
      task.run();
    } catch (Throwable error) {
      failed(error);
      throw error;
    } finally {
      RequestContext.set(before);
    }
  }

  /** Reports the failure. The request may be over, and its object reused for another one. */
  private void failed(Throwable error) {
    RequestInfo info = state.info();
    if (info == null) {
      reporter.failed(error);
    } else {
      reporter.failed(error, state, info, SwallowedErrors.FAILED, null);
    }
  }
}
