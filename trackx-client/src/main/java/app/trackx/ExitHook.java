package app.trackx;

import app.trackx.internal.delivery.DetachedThreads;
import org.jspecify.annotations.Nullable;

/** The shutdown hook of one client: what is pending when the JVM ends gets its last chance. */
final class ExitHook {
  private final Thread hook;

  private ExitHook(Thread hook) {
    this.hook = hook;
  }

  /** Registers the hook; null if the JVM is ending already or does not allow it. */
  static @Nullable ExitHook install(final Delivery delivery, final long timeoutNanos) {
    Thread hook = DetachedThreads.create("trackx-exit", new Runnable() {
      @Override
      public void run() {
        delivery.drainAtExit(timeoutNanos);
      }
    });
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      return new ExitHook(hook);
    } catch (IllegalStateException | SecurityException e) {
      return null;
    }
  }

  /** Takes the hook back, so that the JVM does not hold a closed client. */
  void remove() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException | SecurityException e) {
      // the JVM is ending: the hook finds nothing to do
    }
  }
}
