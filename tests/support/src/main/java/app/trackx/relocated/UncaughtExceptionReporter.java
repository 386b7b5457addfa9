package app.trackx.relocated;

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** What a copy under another package name looks like to the others. */
public final class UncaughtExceptionReporter
    implements UncaughtExceptionHandler, Supplier<ConcurrentMap<String, Object>> {
  private static final String OPEN = "trackx-uncaught-1: open";
  private static final String PREVIOUS = "trackx-uncaught-1: previous";

  private final ConcurrentMap<String, Object> link = new ConcurrentHashMap<>();
  private final AtomicReference<Error> failure = new AtomicReference<>();

  /** One on top of the default handler. */
  public static UncaughtExceptionReporter install() {
    UncaughtExceptionReporter handler = new UncaughtExceptionReporter();
    handler.link.put(OPEN, true);
    UncaughtExceptionHandler previous = Thread.getDefaultUncaughtExceptionHandler();
    if (previous != null) {
      handler.link.put(PREVIOUS, previous);
    }
    Thread.setDefaultUncaughtExceptionHandler(handler);
    return handler;
  }

  /** Ends as one that is not the top. */
  public void close() {
    link.put(OPEN, false);
  }

  /** What it passes on to. */
  public UncaughtExceptionHandler previous() {
    return (UncaughtExceptionHandler) link.get(PREVIOUS);
  }

  /** The next question fails with that. */
  public void failOnce(Error error) {
    failure.set(error);
  }

  @Override
  public ConcurrentMap<String, Object> get() {
    Error error = failure.getAndSet(null);
    if (error != null) {
      throw error;
    }
    return link;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable error) {}
}
