package app.trackx;

import org.jspecify.annotations.Nullable;

/**
 * The hooks that a client has installed in the JVM: its shutdown hook, its uncaught-exception
 * handler and its ping thread. One owner for all three, since a client may be closed, or have
 * ended, while it is still being installed; hooks that would be installed after that are skipped.
 *
 * <p>The lock is held only during set-up and shutdown, and never while application code runs.
 */
final class JvmHooks implements Runnable {
  private boolean closed;
  private boolean ended;
  private @Nullable ExitHook exit;
  private @Nullable UncaughtExceptionReporter uncaught;
  private @Nullable AutoPing pings;

  /** Registers the shutdown hook, unless the client has ended. */
  synchronized void installExit(Delivery delivery, long timeoutNanos) {
    if (!ended && exit == null) {
      exit = ExitHook.install(delivery, timeoutNanos);
    }
  }

  /** Starts the thread for pings, unless the client is closed. */
  synchronized void startPings(Delivery delivery) {
    if (!closed && pings == null) {
      pings = AutoPing.start(delivery);
    }
  }

  /** Installs the handler, unless the client is closed. */
  synchronized void installHandler(TrackXClient client) {
    if (!closed && uncaught == null) {
      uncaught = UncaughtExceptionReporter.install(client);
    }
  }

  /**
   * Removes all hooks of a closed client except the shutdown hook, which pending events still need.
   */
  synchronized void close() {
    closed = true;
    AutoPing thread = pings;
    if (thread != null) {
      pings = null;
      thread.close();
    }
    UncaughtExceptionReporter handler = uncaught;
    if (handler != null) {
      handler.remove();
      uncaught = null; // last: if the thread is stopped before, the next call removes it
    }
  }

  /**
   * Runs when the client has ended: removes its shutdown hook, so that the JVM does not keep it
   * reachable.
   */
  @Override
  public synchronized void run() {
    ended = true;
    ExitHook hook = exit;
    if (hook != null) {
      exit = null;
      hook.remove();
    }
  }
}
