package app.trackx;

import app.trackx.internal.stack.ThreadStop;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The default uncaught-exception handler: captures what escapes a thread, and then lets happen what
 * would have happened without it.
 *
 * <p>That is the handler which was there before, or, where none was, what {@code
 * ThreadGroup.uncaughtException} prints. Once closed it is removed, or, if another handler was put
 * on top of it meanwhile, it stays as a pass-through that holds nothing of the client.
 *
 * <p>Copies of this class that other class loaders have loaded, under another package name perhaps, are
 * known as well: see {@link HandlerChain}. That is what {@link #get} is for.
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

  /** Puts a handler on top of what is there; null if the JVM does not allow it. */
  static @Nullable UncaughtExceptionReporter install(TrackXClient client) {
    UncaughtExceptionReporter handler = null;
    try {
      ThreadStop.isGone(); // for its class
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
      // a pass-through, then
    }
  }

  /** For other copies of this class: see {@link HandlerChain}. */
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
        leave(); // whoever was on top brought this one back
      }
      return;
    }
    try {
      target.uncaught(thread, error);
    } finally {
      passReported(thread, error);
    }
  }

  /** The agent looks for this one's name among its callers: it has no other way to know. */
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
