package app.trackx.servlet;

import app.trackx.CurrentVisitor;

/**
 * A task of {@code AsyncContext.start}. It runs for the visitor of its request, and its exceptions
 * are failures of that request: some containers log them, some let them end the thread, and none
 * reliably notifies listeners.
 */
final class AsyncTask implements Runnable {
  private final Runnable task;
  private final AsyncWatch watch;

  AsyncTask(Runnable task, AsyncWatch watch) {
    this.task = task;
    this.watch = watch;
  }

  @Override
  public void run() {
    String visitor = watch.visitor();
    String before = visitor == null ? null : CurrentVisitor.set(visitor);
    try {
      task.run();
    } catch (Throwable error) {
      watch.failed(error);
      throw error;
    } finally {
      if (visitor != null) {
        CurrentVisitor.set(before);
      }
    }
  }
}
