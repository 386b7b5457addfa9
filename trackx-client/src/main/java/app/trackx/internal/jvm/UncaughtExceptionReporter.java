package app.trackx.internal.jvm;

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.concurrent.ConcurrentMap;
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
public final class UncaughtExceptionReporter
    implements UncaughtExceptionHandler, Supplier<ConcurrentMap<String, Object>> {
  private final ConcurrentMap<String, Object> link;
  private volatile @Nullable UncaughtExceptionHandler target;

  private UncaughtExceptionReporter(
      UncaughtExceptionHandler target, @Nullable UncaughtExceptionHandler previous) {
    this.target = target;
    this.link = HandlerChain.newLink(previous);
  }

  /**
   * Installs a handler on top of the current one; returns null if the JVM does not allow it.
   *
   * @param target reports an exception
   */
  public static @Nullable UncaughtExceptionReporter install(UncaughtExceptionHandler target) {
    UncaughtExceptionReporter handler = null;
    try {
      ThreadStop.isGone(); // loads its class
      synchronized (HandlerChain.JVM_WIDE_LOCK) {
        handler = new UncaughtExceptionReporter(
            target, HandlerChain.firstOpen(Thread.getDefaultUncaughtExceptionHandler()));
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
  public void remove() {
    target = null;
    link.put(HandlerChain.OPEN, false);
    leave();
  }

  private void leave() {
    try {
      synchronized (HandlerChain.JVM_WIDE_LOCK) {
        UncaughtExceptionHandler next = HandlerChain.firstOpen(HandlerChain.previous(link));
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
  public ConcurrentMap<String, Object> get() {
    return link;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable error) {
    UncaughtExceptionHandler reporter = target;
    if (reporter == null || ThreadStop.isThreadDeath(error)) {
      pass(thread, error);
      if (reporter == null && Thread.getDefaultUncaughtExceptionHandler() == this) {
        leave(); // the handler above reinstalled this one
      }
      return;
    }
    try {
      reporter.uncaughtException(thread, error);
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
    UncaughtExceptionHandler next = HandlerChain.previous(link);
    if (next != null) {
      next.uncaughtException(thread, error);
    } else if (!ThreadStop.isThreadDeath(error) || ThreadStop.isGone()) {
      System.err.print("Exception in thread \"" + thread.getName() + "\" ");
      error.printStackTrace(System.err);
    }
  }
}
