package app.trackx.internal.tasks;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The client, as wrapped and watched tasks see it. Any thread; no method throws. */
public interface TaskListener {
  /** Returns a task that runs for the request of the calling thread; the same one if there are no requests. */
  Runnable follow(Runnable task);

  /** Returns a task that runs for the request of the calling thread; the same one if there are no requests. */
  <V> Callable<V> follow(Callable<V> task);

  /**
   * Reports what a task has thrown. Called on the thread of the task.
   *
   * @param note what else is to be known of the task; null for nothing
   */
  void failed(Throwable error, @Nullable String note);

  /**
   * Reports an error that nobody has received yet.
   *
   * @param thread the thread on which it happened
   * @param note what else is to be known of the task; null for nothing
   * @param result the error is reported only if this stays unread; null to report it at once
   */
  void rejected(
      Throwable error,
      Thread thread,
      @Nullable String note,
      UnreadFailures.@Nullable Result result);
}
