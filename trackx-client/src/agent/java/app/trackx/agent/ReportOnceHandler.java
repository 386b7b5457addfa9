package app.trackx.agent;

import java.lang.Thread.UncaughtExceptionHandler;

/**
 * Leaves an error alone that the application has reported by itself: one that brings the client
 * along and sets it up has a handler in front of this one, which calls this one when it is done.
 *
 * <p>Which is seen by who calls: a client that was closed passes on by another method. There is
 * nothing else that two copies of the client with different names share, and an uncaught error is
 * rare enough to look at a stack.
 */
final class ReportOnceHandler implements UncaughtExceptionHandler {
  // not written as one word, which would be renamed when this jar is put together
  private static final String OF_THE_APPLICATION =
      "app_trackx_UncaughtExceptionReporter".replace('_', '.');

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
        if (frame.getMethodName().equals("passReported")
            && frame.getClassName().equals(OF_THE_APPLICATION)) {
          return true;
        }
      }
    } catch (Throwable noMemoryForThat) {
      // then rather twice than never
    }
    return false;
  }
}
