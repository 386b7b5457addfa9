package app.trackx;

import app.trackx.internal.jvm.DetachedThreads;
import app.trackx.internal.jvm.ThreadNames;
import org.jspecify.annotations.Nullable;

/**
 * The shutdown hook of one client, which sends or spools pending events when the JVM shuts down.
 */
final class ExitHook implements Runnable {
  private final Delivery delivery;
  private final long timeoutNanos;
  private final Thread thread;

  private ExitHook(Delivery delivery, long timeoutNanos) {
    this.delivery = delivery;
    this.timeoutNanos = timeoutNanos;
    this.thread = DetachedThreads.create(ThreadNames.EXIT, this);
  }

  /** Registers the hook. Returns null if the JVM is shutting down already or does not allow it. */
  static @Nullable ExitHook install(Delivery delivery, long timeoutNanos) {
    ExitHook hook = null;
    try {
      hook = new ExitHook(delivery, timeoutNanos);
      Runtime.getRuntime().addShutdownHook(hook.thread);
      return hook;
    } catch (IllegalStateException shuttingDown) {
      delivery.drainAtExit(timeoutNanos); // for errors captured from now on
      return null;
    } catch (RuntimeException notAllowed) {
      System.err.println("[trackx] The shutdown hook could not be registered ("
          + notAllowed.getClass().getName()
          + "). Errors that are pending when the JVM shuts down are lost.");
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
      drain();
    } catch (Throwable neverToTheHost) { // perhaps a security manager that denies threads
      // not through a logging backend, which may need a thread too
      System.err.println("[trackx] Events pending at shutdown are lost: "
          + neverToTheHost.getClass().getName());
    }
  }

  private void drain() {
    long start = delivery.now();
    try {
      delivery.drainAtExit(timeoutNanos);
    } catch (OutOfMemoryError full) {
      delivery.releaseReserve();
      delivery.drainAtExit(Math.max(0, timeoutNanos - (delivery.now() - start)));
    }
  }

  /** Unregisters the hook, so that the JVM does not keep a closed client reachable. */
  void remove() {
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (RuntimeException shuttingDownOrNotAllowed) {
      // the JVM is shutting down: the hook finds nothing to do
    }
  }
}
