package app.trackx.servlet;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The exceptions that were caught below the filter and answered with an error page or another 5xx
 * response. The container or Spring's dispatcher leaves them in a request attribute.
 */
final class SwallowedErrors {
  /** Lowest status of a failed request, and the status of one whose exception left the chain. */
  static final int FAILED = 500;

  private SwallowedErrors() {}

  /** Returns the exception behind a 5xx response, or null if it cannot be found. */
  static @Nullable Throwable of(HttpServletRequest request, @Nullable RequestState state) {
    Object error = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    if (!(error instanceof Throwable)) {
      error = request.getAttribute(FrameworkNames.SPRING_EXCEPTION);
    }
    if (!(error instanceof Throwable)) {
      error = state == null ? null : state.rendered();
    }
    return error instanceof Throwable ? (Throwable) error : null;
  }
}
