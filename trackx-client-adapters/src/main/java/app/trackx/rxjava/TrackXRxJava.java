package app.trackx.rxjava;

import app.trackx.EventType;
import app.trackx.TrackX;
import io.reactivex.rxjava3.exceptions.OnErrorNotImplementedException;
import io.reactivex.rxjava3.exceptions.UndeliverableException;
import io.reactivex.rxjava3.functions.Consumer;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.lang.Thread.UncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;

/**
 * Reports what RxJava 3 cannot deliver: errors of a subscription without an error consumer, and those
 * that come after its end.
 *
 * <pre>{@code
 * TrackXRxJava.install(); // after TrackX.setup, and after the application has set its own handler
 * }</pre>
 *
 * <p>Without any handler RxJava passes such errors to the thread's handler of uncaught exceptions, which
 * {@link TrackX#setup(String)} installs; so this is needed where the application sets a handler.
 */
public final class TrackXRxJava {
  private TrackXRxJava() {}

  /**
   * Puts a handler in front of the one that is set. It reports to the client of
   * {@link TrackX#setup(String)}, and then calls the handler that was set before, or does what RxJava
   * does without one. Does nothing if it is in front already, or if RxJava is locked down.
   */
  public static synchronized void install() {
    Consumer<? super Throwable> before = RxJavaPlugins.getErrorHandler();
    if (!(before instanceof Reporting) && !RxJavaPlugins.isLockdown()) {
      RxJavaPlugins.setErrorHandler(new Reporting(before));
    }
  }

  private static final class Reporting implements Consumer<Throwable> {
    private final @Nullable Consumer<? super Throwable> next;

    Reporting(@Nullable Consumer<? super Throwable> next) {
      this.next = next;
    }

    @Override
    public void accept(Throwable error) throws Throwable {
      Throwable cause = error.getCause();
      boolean wrapped = error instanceof UndeliverableException
          || error instanceof OnErrorNotImplementedException;
      TrackX.client()
          .capture(EventType.UNHANDLED_REJECTION)
          .reason(wrapped && cause != null ? cause : error)
          .send();
      if (next != null) {
        next.accept(error);
      } else {
        error.printStackTrace(); // as RxJava does without a handler
        Thread thread = Thread.currentThread();
        UncaughtExceptionHandler handler = thread.getUncaughtExceptionHandler();
        handler.uncaughtException(thread, error);
      }
    }
  }
}
