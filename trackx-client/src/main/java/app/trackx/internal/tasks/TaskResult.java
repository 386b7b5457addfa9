package app.trackx.internal.tasks;

import org.jspecify.annotations.Nullable;

/** Whether the result of a watched task was read. Shared by the task and its future. Thread-safe. */
final class TaskResult implements UnreadFailures.Result {
  private volatile boolean read;

  // guarded by this, for tasks of invokeAll alone
  private boolean keeps;
  private @Nullable Throwable kept;
  private @Nullable Thread thread;

  /**
   * Creates a result.
   *
   * @param keeps true if nobody can read the future yet, so that a failure is kept until {@link #release}
   */
  TaskResult(boolean keeps) {
    this.keeps = keeps;
  }

  @Override
  public boolean isRead() {
    return read;
  }

  /** The future has delivered the failure, or was cancelled. */
  void read() {
    read = true;
  }

  /** Keeps a failure; returns false if it must be reported now. */
  synchronized boolean keep(Throwable error) {
    if (keeps) {
      kept = error;
      thread = Thread.currentThread();
    }
    return keeps;
  }

  /** Ends keeping; returns the failure that was kept, if any. */
  synchronized @Nullable Throwable release() {
    Throwable error = kept;
    keeps = false;
    kept = null;
    return error;
  }

  /** Returns the thread of the failure that was kept. */
  synchronized @Nullable Thread thread() {
    return thread;
  }
}
