package app.trackx.internal.tasks;

import java.nio.channels.ClosedByInterruptException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A submitted task whose failure is reported unless its future is read. It knows its result, but not
 * its future, and the future knows the result alone: whoever keeps a future does not keep the task.
 */
final class WatchedTask<V> implements Callable<V> {
  private static final String NOTE = "submitted; its failed result was not read";
  private static final int MAX_CAUSES = 16;

  private final Callable<V> task;
  private final ExecutorService pool;
  private final TaskListener listener;
  final TaskResult result;

  WatchedTask(Callable<V> task, ExecutorService pool, TaskListener listener, TaskResult result) {
    this.task = listener.follow(Objects.requireNonNull(task, "task"));
    this.pool = pool;
    this.listener = listener;
    this.result = result;
  }

  @Override
  public V call() throws Exception {
    try {
      return task.call();
    } catch (Throwable error) {
      try {
        if (!isShutdown(error, pool) && !result.keep(error)) {
          listener.rejected(error, Thread.currentThread(), NOTE, result);
        }
      } catch (StackOverflowError noStack) {
        // the task's own error must leave
      }
      throw error;
    }
  }

  /** Returns true for the end of a task that {@code shutdownNow} has interrupted, which is no error. */
  static boolean isShutdown(Throwable error, ExecutorService pool) {
    return pool.isShutdown() && isInterrupt(error);
  }

  private static boolean isInterrupt(Throwable error) {
    Throwable cause = error;
    for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
      if (cause instanceof InterruptedException || cause instanceof ClosedByInterruptException) {
        return true;
      }
      cause = causeOf(cause);
    }
    return false;
  }

  private static @Nullable Throwable causeOf(Throwable error) {
    try {
      return error.getCause();
    } catch (Throwable failedInUserCode) {
      return null;
    }
  }

  /**
   * Hands over a failure that was kept until now.
   *
   * @param readable false if the caller gets no future, since the others are cancelled
   */
  void release(boolean readable) {
    Throwable kept = result.release();
    Thread thread = result.thread();
    boolean cancelled = kept != null && !readable && isInterrupt(kept);
    if (kept != null && thread != null && !cancelled) {
      listener.rejected(kept, thread, NOTE, readable ? result : null);
    }
    if (!readable) {
      result.read();
    }
  }

  @Override
  public String toString() {
    return String.valueOf(task);
  }
}
