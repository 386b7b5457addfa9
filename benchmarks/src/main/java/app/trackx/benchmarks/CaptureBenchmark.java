package app.trackx.benchmarks;

import app.trackx.TrackXClient;
import app.trackx.transport.Outcome;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A benchmark of the cost of {@code sendEvent} for its caller.
 *
 * <p>Paced calls correspond to a typical application: an occasional error, each with a new exception, cold
 * caches, and worker threads that keep up. The pause and the creation of the exception happen in a setup method
 * before each invocation and are not measured. This reduces precision: each sample is a single call between two
 * clock readings, right after the thread woke up. {@link #nothingPaced} measures the same procedure without a
 * call, as a baseline.
 */
@Fork(2)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 4)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CaptureBenchmark {

  /** A client whose transport succeeds immediately, and a new exception every 1 to 3 ms. */
  @State(Scope.Thread)
  public static class Paced {
    private final TrackXClient client = Clients.over(request -> Outcome.sent(), 256);
    private RuntimeException error = DeepError.create();
    private RuntimeException withPlace = DeepError.createOmitted();

    /** Pauses, then creates an exception. */
    @Setup(Level.Invocation)
    public void fail() {
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_000_000, 3_000_000));
      error = DeepError.create();
      withPlace = DeepError.createOmitted();
    }

    /** Fails if events were dropped, because then a full queue was measured. */
    @TearDown
    public void check() {
      client.close();
      if (client.diagnostics().totalDropped() > 0) {
        throw new IllegalStateException("delivery did not keep up: " + client.diagnostics());
      }
    }
  }

  /** A client whose transport never returns, and whose queue is full. */
  @State(Scope.Thread)
  public static class Full {
    private final CountDownLatch end = new CountDownLatch(1);
    private final TrackXClient client = Clients.over(
        request -> {
          awaitUninterruptibly(end);
          return Outcome.sent();
        },
        16);
    private final RuntimeException error = DeepError.create();

    /** Fills the queue. */
    @Setup
    public void fill() {
      while (client.diagnostics().totalDropped() == 0) {
        client.sendEvent(error);
      }
    }

    /** Unblocks the transport. */
    @TearDown
    public void release() {
      end.countDown();
      client.close();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
      boolean interrupted = false;
      while (latch.getCount() > 0) {
        try {
          latch.await();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Sends one event. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public void sendEventPaced(Paced state) {
    state.client.sendEvent(state.error);
  }

  /**
   * Sends one event of a type for which HotSpot may omit frames, so that the call site is read as well: 45 frames
   * deep, with the frames of JMH below.
   */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public void sendEventWithPlacePaced(Paced state) {
    sendDeep(state, DeepError.OWN_FRAMES);
  }

  /** Measures the same depth and error without a call. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public Throwable nothingDeepPaced(Paced state) {
    return nothingDeep(state, DeepError.OWN_FRAMES);
  }

  private static void sendDeep(Paced state, int levels) {
    if (levels > 0) {
      sendDeep(state, levels - 1);
    } else {
      state.client.sendEvent(state.withPlace);
    }
  }

  private static Throwable nothingDeep(Paced state, int levels) {
    return levels > 0 ? nothingDeep(state, levels - 1) : state.withPlace;
  }

  /** Measures the procedure itself, without a call. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public Throwable nothingPaced(Paced state) {
    return state.error;
  }

  /** Sends an event into a full queue: it is dropped and counted. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  public void sendEventIntoFullQueue(Full state) {
    state.client.sendEvent(state.error);
  }
}
