package app.trackx.relocated;

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** What a copy under another package name looks like to the others. */
public final class UncaughtExceptionReporter
    implements UncaughtExceptionHandler, Supplier<Object[]> {
  private final AtomicReference<UncaughtExceptionHandler> previous = new AtomicReference<>();
  private final AtomicReference<Error> failure = new AtomicReference<>();
  private final AtomicBoolean open = new AtomicBoolean(true);

  /** One on top of the default handler. */
  public static UncaughtExceptionReporter install() {
    UncaughtExceptionReporter handler = new UncaughtExceptionReporter();
    handler.previous.set(Thread.getDefaultUncaughtExceptionHandler());
    Thread.setDefaultUncaughtExceptionHandler(handler);
    return handler;
  }

  /** Ends as one that is not the top. */
  public void close() {
    open.set(false);
  }

  /** What it passes on to. */
  public UncaughtExceptionHandler previous() {
    return previous.get();
  }

  /** The next question fails with that. */
  public void failOnce(Error error) {
    failure.set(error);
  }

  @Override
  public Object[] get() {
    Error error = failure.getAndSet(null);
    if (error != null) {
      throw error;
    }
    return new Object[] {"trackx-uncaught-1", previous, open};
  }

  @Override
  public void uncaughtException(Thread thread, Throwable error) {}
}
