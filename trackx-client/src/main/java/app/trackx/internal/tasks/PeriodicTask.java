package app.trackx.internal.tasks;

import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/** A periodic task, which the executor does not run again once it has thrown. */
final class PeriodicTask implements Runnable {
  private static final String NOTE = "periodic; it will not run again";

  private final Runnable task;
  private final ExecutorService pool;
  private final TaskListener listener;

  /** Null until the caller has it, and can cancel it. */
  private volatile @Nullable ScheduledFuture<?> future;

  PeriodicTask(Runnable task, ExecutorService pool, TaskListener listener) {
    this.task = listener.follow(Objects.requireNonNull(task, "task"));
    this.pool = pool;
    this.listener = listener;
  }

  /** Sets the future of this task, and returns it. */
  ScheduledFuture<?> scheduled(ScheduledFuture<?> future) {
    this.future = future;
    return future;
  }

  @Override
  public void run() {
    try {
      task.run();
    } catch (Throwable error) {
      try {
        ScheduledFuture<?> known = future;
        boolean cancelled = known != null && known.isCancelled();
        if (!cancelled && !WatchedTask.isShutdown(error, pool)) {
          listener.failed(error, NOTE);
        }
      } catch (StackOverflowError noStack) {
        // the task's own error must leave
      }
      throw error;
    }
  }

  @Override
  public String toString() {
    return String.valueOf(task);
  }
}
