package app.trackx;

import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The visitor for whom the calling thread works, so that every error that is captured on it belongs to
 * that visitor's session: from {@link TrackXClient#sendEvent(Throwable)}, a logger, or nothing that
 * catches it. {@link Capture#visitor} goes before it. Whoever handles requests says so and takes it
 * back; {@code trackx-client-servlet} does.
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
 * <p>A thread starts with no visitor, whoever started it. Holds the token, a {@code String}, and of a
 * task that failed a weak reference to its error: nothing of it keeps a web application that was taken
 * away in memory. No method blocks or throws.
 */
public final class CurrentVisitor {
  private static final ThreadLocal<String> TOKEN = new ThreadLocal<>();

  /** A weak reference to the error that a task of {@link #wrap} ended with, and its token. */
  private static final ThreadLocal<Object[]> LEFT = new ThreadLocal<>();

  /**
   * Whether there ever was one: most applications have none, and to ask a thread costs it memory. A
   * plain field, since a thread sees what it wrote itself, and asks for nothing else.
   */
  private static boolean used;

  private CurrentVisitor() {}

  /**
   * The visitor for whom this thread works.
   *
   * @return a token; null for none, the default, and what is captured belongs to the application's own
   *     session
   */
  public static @Nullable String get() {
    try {
      return used ? TOKEN.get() : null;
    } catch (Throwable noMemory) {
      return null; // a thread that never had one would get room for it now
    }
  }

  /**
   * Says for whom this thread works from now on. The caller takes it back when it is done, by setting
   * what this returned.
   *
   * @param token of {@link VisitorPseudonym#tokenOf}, or any 26 characters of {@code [a-z2-7]} that say
   *     nothing of a person; null, and anything else, is for none
   * @return the token before; null if there was none
   */
  public static @Nullable String set(@Nullable String token) {
    String checked = VisitorToken.checked(token);
    String previous = get();
    try {
      if (checked != null) {
        used = true;
        TOKEN.set(checked);
      } else if (used) {
        TOKEN.remove(); // asked for, it would be there again, with a null
      }
    } catch (Throwable noMemory) {
      // who does the work is not kept from it
    }
    return previous;
  }

  /**
   * A task that runs for the visitor for whom this thread works now, or for none, on whatever thread it
   * will. If it fails, what that thread then reports of the error still belongs to the visitor.
   *
   * @param task what to run
   * @return the same, to be handed to an executor or a thread; may run more than once
   */
  public static Runnable wrap(Runnable task) {
    return new WrappedRunnable(Objects.requireNonNull(task, "task"), get());
  }

  /**
   * The same for a task with a result.
   *
   * @param <T> the type of the result
   * @param task what to call
   * @return the same, to be handed to an executor; may be called more than once
   */
  public static <T> Callable<T> wrap(Callable<T> task) {
    return new WrappedCallable<>(Objects.requireNonNull(task, "task"), get());
  }

  /** For whom this thread works, or worked when a task of it ended with that error. */
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

  /** The handler of uncaught errors runs after the task is gone, on its thread. */
  private static void leave(Throwable error, @Nullable String token) {
    if (token != null) {
      try {
        LEFT.set(new Object[] {new WeakReference<>(error), token});
      } catch (Throwable noMemory) {
        // it is reported without its visitor
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
