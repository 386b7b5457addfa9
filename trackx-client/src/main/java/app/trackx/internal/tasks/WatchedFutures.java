package app.trackx.internal.tasks;

import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The futures of watched tasks, which note that a failure was read. The JDK's later methods
 * {@code resultNow}, {@code exceptionNow} and {@code state} call {@code get}, so they read it too.
 */
final class WatchedFutures {
  private WatchedFutures() {}

  /** Returns the future of a task that was submitted. */
  static <V> Future<V> of(Future<V> future, TaskResult result) {
    return new Plain<>(future, result);
  }

  /** Returns the future of a task that was scheduled to run once. */
  static <V> ScheduledFuture<V> of(ScheduledFuture<V> future, TaskResult result) {
    return new Scheduled<>(future, result);
  }

  private static class Plain<V> implements Future<V> {
    private final Future<V> future;
    private final TaskResult result;

    Plain(Future<V> future, TaskResult result) {
      this.future = future;
      this.result = result;
    }

    @Override
    public V get() throws InterruptedException, ExecutionException {
      try {
        return future.get();
      } catch (ExecutionException failed) {
        result.read();
        throw failed;
      }
    }

    @Override
    public V get(long timeout, TimeUnit unit)
        throws InterruptedException, ExecutionException, TimeoutException {
      try {
        return future.get(timeout, unit);
      } catch (ExecutionException failed) {
        result.read();
        throw failed;
      }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = future.cancel(mayInterruptIfRunning);
      if (cancelled) {
        result.read(); // nobody wants the result any more
      }
      return cancelled;
    }

    @Override
    public boolean isCancelled() {
      return future.isCancelled();
    }

    @Override
    public boolean isDone() {
      return future.isDone();
    }

    @Override
    public String toString() {
      return future.toString();
    }
  }

  private static final class Scheduled<V> extends Plain<V> implements ScheduledFuture<V> {
    private final ScheduledFuture<V> future;

    Scheduled(ScheduledFuture<V> future, TaskResult result) {
      super(future, result);
      this.future = future;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return future.getDelay(unit);
    }

    @Override
    public int compareTo(Delayed other) {
      return future.compareTo(other instanceof Scheduled ? ((Scheduled<?>) other).future : other);
    }

    @Override
    public boolean equals(Object other) {
      return this == other; // as the JDK's own futures, whatever their order is
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }
}
