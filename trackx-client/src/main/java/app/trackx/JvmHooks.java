package app.trackx;

import org.jspecify.annotations.Nullable;

/**
 * What a client has hung into the JVM: its shutdown hook, its handler of uncaught exceptions, its thread
 * for pings. The one owner of all three, since a client may be closed, or have ended, while it is
 * still being installed: what would come after that is left out.
 *
 * <p>The lock is taken at set-up and at the end only, and nothing of the application runs under it.
 */
final class JvmHooks {
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

  /** The client is closed: takes back all but the shutdown hook, which what is pending still needs. */
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
      uncaught = null; // last: if the thread is stopped meanwhile, the next call removes it
    }
  }

  /** The client has ended: takes the shutdown hook back, or the JVM would hold a closed client. */
  synchronized void end() {
    ended = true;
    ExitHook hook = exit;
    if (hook != null) {
      exit = null;
      hook.remove();
    }
  }
}
