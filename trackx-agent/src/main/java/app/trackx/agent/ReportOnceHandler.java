package app.trackx.agent;

import java.lang.Thread.UncaughtExceptionHandler;

/**
 * An uncaught-exception handler that skips exceptions that the application has already reported. An
 * application that bundles the client and sets it up has a handler in front of this one, which
 * calls this one after it has reported.
 *
 * <p>It recognizes the caller on the stack; a client that was closed delegates from another method.
 * Two copies of the client with different names share nothing else, and uncaught exceptions are
 * rare enough to inspect a stack.
 */
final class ReportOnceHandler implements UncaughtExceptionHandler {
  // not written as one word, which would be renamed when this jar is put together
  private static final String APPLICATION_REPORTER =
      "app_trackx_internal_jvm_UncaughtExceptionReporter".replace('_', '.');

  /** The method that calls the next handler once the exception is reported. */
  private static final String METHOD_AFTER_REPORT = "passReported";

  private final UncaughtExceptionHandler client;

  ReportOnceHandler(UncaughtExceptionHandler client) {
    this.client = client;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable error) {
    if (isReported()) {
      System.err.print("Exception in thread \"" + thread.getName() + "\" ");
      error.printStackTrace(System.err);
    } else {
      client.uncaughtException(thread, error);
    }
  }

  private static boolean isReported() {
    try {
      for (StackTraceElement frame : new Throwable().getStackTrace()) {
        if (frame.getMethodName().equals(METHOD_AFTER_REPORT)
            && frame.getClassName().equals(APPLICATION_REPORTER)) {
          return true;
        }
      }
    } catch (Throwable noMemoryForThat) {
      // two reports are better than none
    }
    return false;
  }
}
