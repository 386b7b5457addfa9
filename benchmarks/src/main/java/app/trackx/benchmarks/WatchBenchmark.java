package app.trackx.benchmarks;

import app.trackx.TrackXClient;
import app.trackx.transport.Outcome;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A benchmark of the cost of watching an executor, and of wrapping a task, for tasks that succeed.
 *
 * <p>The executor runs its tasks on the calling thread, so that handing a task to another thread, which costs
 * microseconds, does not hide the difference. Subtract {@link #submitPlain}, or {@link #runPlain}.
 */
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class WatchBenchmark {
  private final TrackXClient client = Clients.over(request -> Outcome.sent(), 256);
  private final ExecutorService plain = new SameThread();
  private final ExecutorService watched = client.watch(new SameThread());
  private final Callable<Integer> task = new Counting();
  private int count;

  private final class Counting implements Callable<Integer> {
    @Override
    public Integer call() {
      return ++count;
    }
  }

  /** Closes the client. */
  @TearDown
  public void close() {
    client.close();
  }

  /** Submits a task and reads its future. */
  @Benchmark
  public Integer submitPlain() throws Exception {
    return read(plain.submit(task));
  }

  /** Submits a task to a watched executor and reads its future. */
  @Benchmark
  public Integer submitWatched() throws Exception {
    return read(watched.submit(task));
  }

  private static Integer read(Future<Integer> future) throws Exception {
    return future.get();
  }

  /** Calls a task. */
  @Benchmark
  public Integer runPlain() throws Exception {
    return task.call();
  }

  /** Wraps a task and calls it. */
  @Benchmark
  public Integer runWrapped() throws Exception {
    return client.wrap(task).call();
  }

  /** Runs each task on the thread that submits it, through the JDK's own future. */
  private static final class SameThread extends AbstractExecutorService {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return Collections.emptyList();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return false;
    }
  }
}
