package app.trackx.spring;

import app.trackx.RequestContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A job on the thread that opened it: events of the thread carry its name as {@code meta.job}. Within
 * a request it is a part of that request, otherwise it is the unit for which logged errors wait, since
 * the job may fail with them. Confined to its thread, but for {@link #end()}.
 */
final class JobScope {
  /** The entry of meta that names the job. */
  static final String KEY = "job";

  private final RequestContext context;
  private final boolean whole;
  private final @Nullable Supplier<@Nullable RequestContext> previous;
  private boolean closed;

  private JobScope(RequestContext context, boolean whole) {
    this.context = context;
    this.whole = whole;
    this.previous = RequestContext.set(context);
  }

  /** Opens a job, as a part of the request for which this thread works if there is one. */
  static JobScope open(String name) {
    return open(RequestContext.current(), name);
  }

  /** Opens a job as a part of a request, or of none. */
  static JobScope open(@Nullable RequestContext request, String name) {
    return request == null
        ? new JobScope(new RequestContext().withJob(name), true)
        : new JobScope(request.withJob(name), false);
  }

  /** Runs something for a request or job that another thread may have opened. */
  static void within(@Nullable RequestContext request, Runnable action) {
    Supplier<@Nullable RequestContext> previous = RequestContext.set(request);
    try {
      action.run();
    } finally {
      RequestContext.set(previous);
    }
  }

  /** Ends the job, so that errors that waited for it are sent. Any thread. */
  void end() {
    if (whole) {
      context.end(0);
    }
  }

  /** Restores the thread's previous request, without ending the job. A second call does nothing. */
  void leave() {
    if (!closed) {
      closed = true;
      RequestContext.set(previous);
    }
  }

  /** Restores the thread's previous request and ends the job. */
  void close() {
    leave();
    end();
  }
}
