package app.trackx;

import app.trackx.internal.session.VisitorToken;
import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The visitor for whom the calling thread works. Every error captured on the thread belongs to that
 * visitor's session, whether it comes from {@link TrackXClient#sendEvent(Throwable)}, from a logger
 * or as an uncaught exception. {@link Capture#visitor} takes precedence. Code that handles requests
 * sets the visitor and restores the previous one afterwards, as {@code trackx-client-servlet} does.
 *
 * <pre>{@code
 * String previous = CurrentVisitor.set(VISITORS.tokenOf(address, userAgent));
 * try {
 *   handle(request);
 * } finally {
 *   CurrentVisitor.set(previous);
 * }
 *
 * executor.execute(CurrentVisitor.wrap(task)); // on another thread, for the same visitor
 * }</pre>
 *
 * <p>A new thread has no visitor; it inherits none. The thread holds only the token, a
 * {@code String}, and a weak reference to the error of a failed task. It therefore does not keep an
 * undeployed web application in memory. No method blocks or throws.
 */
public final class CurrentVisitor {
  private static final ThreadLocal<String> TOKEN = new ThreadLocal<>();

  /** A weak reference to the error that ended a task of {@link #wrap}, and the task's token. */
  private static final ThreadLocal<Object[]> LEFT = new ThreadLocal<>();

  /**
   * False until a visitor is first set: most applications have none, and reading a thread-local
   * costs the thread memory. A plain field is enough, since a thread only needs to see its own
   * write.
   */
  private static boolean used;

  private CurrentVisitor() {}

  /**
   * Returns the visitor for whom this thread works.
   *
   * @return a token; null, the default, for none. Errors then belong to the application's own
   *     session
   */
  public static @Nullable String get() {
    try {
      return used ? TOKEN.get() : null;
    } catch (Throwable noMemory) {
      return null; // the look-up allocates an entry for a thread without one
    }
  }

  /**
   * Sets the visitor for whom this thread works. The caller restores the previous one afterwards,
   * by setting the value that this method returned.
   *
   * @param token from {@link VisitorPseudonym#tokenOf}, or any 32 characters of
   *     {@code [0-9ghjkpz]} that reveal nothing about a person; null or any other value clears the
   *     visitor
   * @return the previous token; null if there was none
   */
  public static @Nullable String set(@Nullable String token) {
    String checked = VisitorToken.checked(token);
    String previous = get();
    try {
      if (checked != null) {
        used = true;
        TOKEN.set(checked);
      } else if (used) {
        TOKEN.remove(); // get() would create an entry with null again
      }
    } catch (Throwable noMemory) {
      // the work itself must go on
    }
    return previous;
  }

  /**
   * Returns a task that runs for this thread's current visitor, or for none, on whichever thread
   * runs it. If the task fails, the error still belongs to the visitor when that thread reports it
   * afterwards.
   *
   * @param task the task to run
   * @return the wrapped task, for an executor or a thread; may run more than once
   */
  public static Runnable wrap(Runnable task) {
    return new WrappedRunnable(Objects.requireNonNull(task, "task"), get());
  }

  /**
   * Returns a task with a result that runs for this thread's current visitor; see
   * {@link #wrap(Runnable)}.
   *
   * @param <T> the type of the result
   * @param task the task to call
   * @return the wrapped task, for an executor; may be called more than once
   */
  public static <T> Callable<T> wrap(Callable<T> task) {
    return new WrappedCallable<>(Objects.requireNonNull(task, "task"), get());
  }

  /**
   * Returns this thread's visitor, or the visitor of the task that ended with this error on this
   * thread.
   */
  static @Nullable String of(@Nullable Throwable error) {
    if (!used) {
      return null;
    }
    String token = TOKEN.get();
    if (token != null || error == null) {
      return token;
    }
    @Nullable Object[] left = LEFT.get();
    boolean same = left != null && ((WeakReference<?>) left[0]).get() == error;
    return same ? (String) left[1] : null;
  }

  /**
   * Remembers the visitor for the uncaught-exception handler, which runs on this thread after the
   * task ended.
   */
  private static void leave(Throwable error, @Nullable String token) {
    if (token != null) {
      try {
        LEFT.set(new Object[] {new WeakReference<>(error), token});
      } catch (Throwable noMemory) {
        // the error is reported without its visitor
      }
    }
  }

  private static final class WrappedRunnable implements Runnable {
    private final Runnable task;
    private final @Nullable String token;

    WrappedRunnable(Runnable task, @Nullable String token) {
      this.task = task;
      this.token = token;
    }

    @Override
    public void run() {
      String previous = set(token);
      try {
        task.run();
      } catch (Throwable error) {
        leave(error, token);
        throw error;
      } finally {
        set(previous);
      }
    }
  }

  private static final class WrappedCallable<T> implements Callable<T> {
    private final Callable<T> task;
    private final @Nullable String token;

    WrappedCallable(Callable<T> task, @Nullable String token) {
      this.task = task;
      this.token = token;
    }

    @Override
    public T call() throws Exception {
      String previous = set(token);
      try {
        return task.call();
      } catch (Throwable error) {
        leave(error, token);
        throw error;
      } finally {
        set(previous);
      }
    }
  }
}
