package app.trackx.internal.tasks;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Tasks that report what they throw, and throw it on. */
public final class WrappedTasks {
  private WrappedTasks() {}

  /** Returns a task that reports what the given one throws. */
  public static Runnable reporting(Runnable task, TaskListener listener) {
    return new ReportingRunnable(Objects.requireNonNull(task, "task"), listener);
  }

  /** Returns a task that reports what the given one throws. */
  public static <V> Callable<V> reporting(Callable<V> task, TaskListener listener) {
    return new ReportingCallable<>(Objects.requireNonNull(task, "task"), listener);
  }

  /** Returns a supplier that reports what the given one throws. */
  public static <V> Supplier<V> reporting(Supplier<V> task, TaskListener listener) {
    return new ReportingSupplier<>(Objects.requireNonNull(task, "task"), listener);
  }

  /** Returns true for a task that {@code reporting} returned for this listener. */
  public static boolean isReporting(Object task, TaskListener listener) {
    return task instanceof Reporting && ((Reporting) task).listener == listener;
  }

  private static class Reporting {
    final TaskListener listener;

    Reporting(TaskListener listener) {
      this.listener = listener;
    }
  }

  private static final class ReportingRunnable extends Reporting implements Runnable {
    private final Runnable task;

    ReportingRunnable(Runnable task, TaskListener listener) {
      super(listener);
      this.task = task;
    }

    @Override
    public void run() {
      try {
        task.run();
      } catch (Throwable error) {
        try {
          listener.failed(error, null);
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

  private static final class ReportingCallable<V> extends Reporting implements Callable<V> {
    private final Callable<V> task;

    ReportingCallable(Callable<V> task, TaskListener listener) {
      super(listener);
      this.task = task;
    }

    @Override
    public V call() throws Exception {
      try {
        return task.call();
      } catch (Throwable error) {
        try {
          listener.failed(error, null);
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

  private static final class ReportingSupplier<V> extends Reporting implements Supplier<V> {
    private final Supplier<V> task;

    ReportingSupplier(Supplier<V> task, TaskListener listener) {
      super(listener);
      this.task = task;
    }

    @Override
    public V get() {
      try {
        return task.get();
      } catch (Throwable error) {
        try {
          listener.failed(error, null);
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
}
