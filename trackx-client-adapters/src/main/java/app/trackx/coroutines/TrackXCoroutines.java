package app.trackx.coroutines;

import app.trackx.CurrentVisitor;
import app.trackx.EventType;
import app.trackx.RequestContext;
import app.trackx.TrackX;
import java.util.concurrent.CancellationException;
import kotlin.coroutines.CoroutineContext;
import kotlinx.coroutines.CoroutineExceptionHandler;
import kotlinx.coroutines.Deferred;
import kotlinx.coroutines.Job;
import org.jspecify.annotations.Nullable;

/**
 * Coroutines whose errors arrive, with the request for which they run.
 *
 * <pre>{@code
 * val scope = CoroutineScope(SupervisorJob() + TrackXCoroutines.handler() + TrackXCoroutines.context())
 * scope.launch { index(document) }                     // reported if it fails
 * TrackXCoroutines.watch(scope.async { load(id) })     // reported if it fails, whether it is awaited or not
 * }</pre>
 *
 * <p>Reports go to the client of {@link TrackX#setup(String)}. An error that is reported once more on its
 * way, by a logger or as an uncaught exception, is one event. All methods are thread-safe.
 */
public final class TrackXCoroutines {
  private TrackXCoroutines() {}

  /**
   * Returns a handler for what leaves a root coroutine of {@code launch}. Without one, coroutines pass
   * such errors to the thread's handler of uncaught exceptions, which {@link TrackX#setup(String)}
   * installs; so it is needed where that is not installed or belongs to the application. It replaces
   * the thread's handler: nothing is printed.
   *
   * @return a handler for the context of a scope
   */
  public static CoroutineExceptionHandler handler() {
    return new ReportingHandler();
  }

  /**
   * Returns an element that lets coroutines run for the request and the visitor of the thread that
   * calls this method, on whichever thread they run.
   *
   * @return an element for the context of a scope or a coroutine
   */
  public static CoroutineContext.Element context() {
    return new RequestElement(current());
  }

  /**
   * Reports the failure of a job, at once and whether anybody awaits it or not. A cancellation is no
   * failure. For a root coroutine of {@code async}, whose failure stays in it: no handler sees it.
   *
   * @param <T> the type of the job, such as {@code Deferred}
   * @param job the job to watch
   * @return the same job
   */
  public static <T extends Job> T watch(T job) {
    EventType type =
        job instanceof Deferred ? EventType.UNHANDLED_REJECTION : EventType.UNHANDLED_ERROR;
    job.invokeOnCompletion(error -> {
      report(type, error);
      return kotlin.Unit.INSTANCE;
    });
    return job;
  }

  static void report(EventType type, @Nullable Throwable error) {
    if (error != null && !(error instanceof CancellationException)) {
      TrackX.client().capture(type).reason(error).send();
    }
  }

  private static @Nullable RequestContext current() {
    RequestContext request = RequestContext.current();
    String visitor = CurrentVisitor.get();
    return visitor == null
        ? request
        : (request == null ? new RequestContext() : request).withVisitor(visitor);
  }
}
