package app.trackx.transport.kafka;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls to Kafka on a thread of its own, one after the other, and waits for each with a limit.
 *
 * <p>Creating a producer looks up names and may log in; sending waits for metadata, with an application's
 * producer for as long as its configuration allows. Neither has a limit that the caller could set.
 */
final class BoundedCalls {
  private static final String THREAD = "trackx-kafka";
  private static final long KEEP_ALIVE_SECONDS = 2;

  private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
      1,
      1,
      KEEP_ALIVE_SECONDS,
      TimeUnit.SECONDS,
      new LinkedBlockingQueue<Runnable>(1),
      BoundedCalls::thread);

  BoundedCalls() {
    executor.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(null, task, THREAD, 0, false);
    thread.setDaemon(true);
    // Kafka then uses its own; that of the first caller would be kept by Kafka's thread
    thread.setContextClassLoader(null);
    return thread;
  }

  /**
   * Runs the call and waits for its end.
   *
   * @throws TimeoutException if it has not ended in time; it is interrupted
   * @throws ExecutionException if it failed
   */
  void run(Callable<@Nullable Void> call, Duration timeout)
      throws ExecutionException, TimeoutException, InterruptedException {
    FutureTask<@Nullable Void> task = new FutureTask<>(call);
    try {
      executor.execute(task);
    } catch (RejectedExecutionException earlierCallIsStuck) {
      throw new TimeoutException("an earlier call to Kafka has not returned yet");
    }
    try {
      task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      if (!task.isDone()) {
        task.cancel(true);
        executor.remove(task);
      }
    }
  }
}
