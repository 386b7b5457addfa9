package app.trackx.internal.tasks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Executors that report the failures of tasks that nobody learns of. They delegate every call, so
 * that tasks are queued, rejected, joined and cancelled as the executor behind them does it.
 */
public final class WatchedExecutors {
  private WatchedExecutors() {}

  /** Returns a watched executor. */
  public static ExecutorService watch(ExecutorService pool, TaskListener listener) {
    Objects.requireNonNull(pool, "pool");
    return pool instanceof ScheduledExecutorService
        ? watch((ScheduledExecutorService) pool, listener)
        : isWatched(pool, listener) ? pool : new Pool(pool, listener);
  }

  /** Returns a watched scheduler. */
  public static ScheduledExecutorService watch(
      ScheduledExecutorService pool, TaskListener listener) {
    Objects.requireNonNull(pool, "pool");
    return isWatched(pool, listener) ? pool : new Scheduler(pool, listener);
  }

  private static boolean isWatched(ExecutorService pool, TaskListener listener) {
    return pool instanceof Pool && ((Pool) pool).listener == listener;
  }

  private static class Pool implements ExecutorService {
    private final ExecutorService pool;
    final TaskListener listener;

    Pool(ExecutorService pool, TaskListener listener) {
      this.pool = pool;
      this.listener = listener;
    }

    @Override
    public void execute(Runnable task) {
      // one that is compared with others, by a queue, has to stay what it is
      Runnable followed = task instanceof Comparable ? task : listener.follow(task);
      pool.execute(followed == task ? task : new Executed(task, followed));
    }

    @Override
    public <T> Future<T> submit(Callable<T> task) {
      WatchedTask<T> watched = watched(task, false);
      return WatchedFutures.of(pool.submit(watched), watched.result);
    }

    @Override
    public <T> Future<T> submit(Runnable task, T value) {
      return submit(Executors.callable(task, value));
    }

    @Override
    public Future<?> submit(Runnable task) {
      return submit(Executors.callable(task));
    }

    <T> WatchedTask<T> watched(Callable<T> task, boolean keeps) {
      return new WatchedTask<>(task, pool, listener, new TaskResult(keeps));
    }

    @Override
    public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
        throws InterruptedException {
      List<WatchedTask<T>> watched = watchedAll(tasks);
      List<Future<T>> futures = Collections.emptyList(); // if interrupted or rejected
      try {
        futures = futures(pool.invokeAll(watched), watched);
        return futures;
      } finally {
        release(watched, !futures.isEmpty());
      }
    }

    @Override
    public <T> List<Future<T>> invokeAll(
        Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
        throws InterruptedException {
      List<WatchedTask<T>> watched = watchedAll(tasks);
      List<Future<T>> futures = Collections.emptyList(); // if interrupted or rejected
      try {
        futures = futures(pool.invokeAll(watched, timeout, unit), watched);
        return futures;
      } finally {
        release(watched, !futures.isEmpty());
      }
    }

    private <T> List<WatchedTask<T>> watchedAll(Collection<? extends Callable<T>> tasks) {
      List<WatchedTask<T>> watched = new ArrayList<>(tasks.size());
      for (Callable<T> task : tasks) {
        watched.add(watched(task, true)); // the caller has no future until all are done
      }
      return watched;
    }

    private static <T> List<Future<T>> futures(
        List<Future<T>> futures, List<WatchedTask<T>> watched) {
      List<Future<T>> all = new ArrayList<>(futures.size());
      for (int i = 0; i < futures.size(); i++) {
        Future<T> future = futures.get(i);
        TaskResult result = watched.get(i).result;
        if (future.isCancelled()) { // by the timeout
          result.read();
        }
        all.add(WatchedFutures.of(future, result));
      }
      return all;
    }

    private static <T> void release(List<WatchedTask<T>> watched, boolean readable) {
      for (WatchedTask<T> task : watched) {
        task.release(readable);
      }
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks)
        throws InterruptedException, ExecutionException {
      return pool.invokeAny(followed(tasks));
    }

    @Override
    public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
        throws InterruptedException, ExecutionException, TimeoutException {
      return pool.invokeAny(followed(tasks), timeout, unit);
    }

    /** Not watched: the caller wants one result and expects others to fail. */
    private <T> List<Callable<T>> followed(Collection<? extends Callable<T>> tasks) {
      List<Callable<T>> followed = new ArrayList<>(tasks.size());
      for (Callable<T> task : tasks) {
        followed.add(listener.follow(Objects.requireNonNull(task, "task")));
      }
      return followed;
    }

    @Override
    public void shutdown() {
      pool.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
      List<Runnable> tasks = new ArrayList<>();
      for (Runnable task : pool.shutdownNow()) {
        tasks.add(task instanceof Executed ? ((Executed) task).task : task);
      }
      return tasks;
    }

    @Override
    public boolean isShutdown() {
      return pool.isShutdown();
    }

    @Override
    public boolean isTerminated() {
      return pool.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
      return pool.awaitTermination(timeout, unit);
    }

    /**
     * Overrides the default method of JDK 19 and newer, which waits for ever for an executor that cannot
     * be shut down, such as the common pool.
     */
    public void close() {
      if (pool instanceof AutoCloseable) {
        try {
          ((AutoCloseable) pool).close();
        } catch (RuntimeException failed) {
          throw failed;
        } catch (Exception undeclared) { // an ExecutorService declares none
          throw new IllegalStateException(undeclared);
        }
      }
    }

    @Override
    public String toString() {
      return pool.toString();
    }
  }

  private static final class Scheduler extends Pool implements ScheduledExecutorService {
    private final ScheduledExecutorService pool;

    Scheduler(ScheduledExecutorService pool, TaskListener listener) {
      super(pool, listener);
      this.pool = pool;
    }

    /** A scheduler of the JDK makes a future of the task, which nobody can read. */
    @Override
    public void execute(Runnable task) {
      Runnable reporting = WrappedTasks.reporting(task, listener);
      pool.execute(new Executed(task, listener.follow(reporting)));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
      WatchedTask<V> watched = watched(task, false);
      return WatchedFutures.of(pool.schedule(watched, delay, unit), watched.result);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
      return schedule(Executors.callable(task), delay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(
        Runnable task, long initialDelay, long period, TimeUnit unit) {
      PeriodicTask watched = new PeriodicTask(task, pool, listener);
      return watched.scheduled(pool.scheduleAtFixedRate(watched, initialDelay, period, unit));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
        Runnable task, long initialDelay, long delay, TimeUnit unit) {
      PeriodicTask watched = new PeriodicTask(task, pool, listener);
      return watched.scheduled(pool.scheduleWithFixedDelay(watched, initialDelay, delay, unit));
    }
  }

  /** A task of {@code execute}, and what runs in its place. */
  private static final class Executed implements Runnable {
    final Runnable task;
    private final Runnable followed;

    Executed(Runnable task, Runnable followed) {
      this.task = task;
      this.followed = followed;
    }

    @Override
    public void run() {
      followed.run();
    }

    @Override
    public String toString() {
      return String.valueOf(task);
    }
  }
}
