package app.trackx;

import app.trackx.internal.stack.ThreadStop;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The default uncaught-exception handler. Reports uncaught exceptions, then delegates to the
 * previous handler.
 *
 * <p>Without a previous handler, it prints what {@code ThreadGroup.uncaughtException} prints. Once
 * closed, it is removed from the chain. If another handler was installed on top of it meanwhile, it
 * stays as a pass-through that holds no reference to the client.
 *
 * <p>It also recognizes copies of this class that other class loaders have loaded, possibly
 * relocated to another package; {@link #get} serves that protocol. See {@link HandlerChain}.
 */
final class UncaughtExceptionReporter implements UncaughtExceptionHandler, Supplier<Object[]> {
  private final AtomicReference<@Nullable UncaughtExceptionHandler> previous;
  private final AtomicBoolean open = new AtomicBoolean(true);
  private volatile @Nullable TrackXClient client;

  private UncaughtExceptionReporter(
      TrackXClient client, @Nullable UncaughtExceptionHandler previous) {
    this.client = client;
    this.previous = new AtomicReference<>(previous);
  }

  /** Installs a handler on top of the current one; returns null if the JVM does not allow it. */
  static @Nullable UncaughtExceptionReporter install(TrackXClient client) {
    UncaughtExceptionReporter handler = null;
    try {
      ThreadStop.isGone(); // loads its class
      synchronized (HandlerChain.JVM_WIDE_LOCK) {
        handler = new UncaughtExceptionReporter(
            client, HandlerChain.firstOpen(Thread.getDefaultUncaughtExceptionHandler()));
        Thread.setDefaultUncaughtExceptionHandler(handler);
        return handler;
      }
    } catch (RuntimeException notAllowed) {
      return null;
    } catch (Error stopped) {
      if (handler != null) {
        handler.remove();
      }
      throw stopped;
    }
  }

  /** Removes this handler from the chain, or, if it cannot be reached, makes it a pass-through. */
  void remove() {
    client = null;
    open.set(false);
    leave();
  }

  private void leave() {
    try {
      synchronized (HandlerChain.JVM_WIDE_LOCK) {
        UncaughtExceptionHandler next = HandlerChain.firstOpen(previous.get());
        UncaughtExceptionHandler top = Thread.getDefaultUncaughtExceptionHandler();
        if (top == this) {
          Thread.setDefaultUncaughtExceptionHandler(next);
        } else {
          HandlerChain.unlink(this, next, top);
        }
      }
    } catch (RuntimeException notAllowed) {
      // it stays as a pass-through
    }
  }

  /** Returns the link that other copies of this class read; see {@link HandlerChain}. */
  @Override
  public Object[] get() {
    return new Object[] {HandlerChain.PROTOCOL, previous, open};
  }

  @Override
  public void uncaughtException(Thread thread, Throwable error) {
    TrackXClient target = client;
    if (target == null || ThreadStop.isThreadDeath(error)) {
      pass(thread, error);
      if (target == null && Thread.getDefaultUncaughtExceptionHandler() == this) {
        leave(); // the handler above reinstalled this one
      }
      return;
    }
    try {
      target.uncaught(thread, error);
    } finally {
      passReported(thread, error);
    }
  }

  /**
   * A separate method because the agent looks for its name on the stack: it has no other way to
   * tell that the error was reported.
   */
  private void passReported(Thread thread, Throwable error) {
    pass(thread, error);
  }

  private void pass(Thread thread, Throwable error) {
    UncaughtExceptionHandler next = previous.get();
    if (next != null) {
      next.uncaughtException(thread, error);
    } else if (!ThreadStop.isThreadDeath(error) || ThreadStop.isGone()) {
      System.err.print("Exception in thread \"" + thread.getName() + "\" ");
      error.printStackTrace(System.err);
    }
  }
}
