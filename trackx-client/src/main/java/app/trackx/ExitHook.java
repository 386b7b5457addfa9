package app.trackx;

import app.trackx.internal.delivery.DetachedThreads;
import org.jspecify.annotations.Nullable;

/** The shutdown hook of one client: what is pending when the JVM ends gets its last chance. */
final class ExitHook implements Runnable {
  private final Delivery delivery;
  private final long timeoutNanos;
  private final Thread thread;

  private ExitHook(Delivery delivery, long timeoutNanos) {
    this.delivery = delivery;
    this.timeoutNanos = timeoutNanos;
    this.thread = DetachedThreads.create(ThreadNames.EXIT, this);
  }

  /** Registers the hook; null if the JVM is ending already or does not allow it. */
  static @Nullable ExitHook install(Delivery delivery, long timeoutNanos) {
    ExitHook hook = null;
    try {
      hook = new ExitHook(delivery, timeoutNanos);
      Runtime.getRuntime().addShutdownHook(hook.thread);
      return hook;
    } catch (IllegalStateException shuttingDown) {
      delivery.drainAtExit(timeoutNanos); // of what is captured from now on
      return null;
    } catch (RuntimeException notAllowed) {
      System.err.println("[trackx] No shutdown hook could be registered ("
          + notAllowed.getClass().getName()
          + "). Errors that are pending when the JVM ends are lost.");
      return null;
    } catch (Error stopped) {
      if (hook != null) {
        hook.remove();
      }
      throw stopped;
    }
  }

  @Override
  public void run() {
    try {
      delivery.drainAtExit(timeoutNanos);
    } catch (Throwable neverToTheHost) { // a security manager that lets no thread start, perhaps
      // not to a logging backend: it may want a thread too
      System.err.println("[trackx] What was pending at the end is lost: "
          + neverToTheHost.getClass().getName());
    }
  }

  /** Takes the hook back, so that the JVM does not hold a closed client. */
  void remove() {
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (RuntimeException shuttingDownOrNotAllowed) {
      // the JVM is ending: the hook finds nothing to do
    }
  }
}
