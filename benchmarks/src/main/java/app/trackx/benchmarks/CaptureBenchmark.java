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
 * What {@code sendEvent} costs the thread that calls it.
 *
 * <p>Paced calls are what an application sees: an error now and then, each a new exception, caches
 * that have cooled since the last, and a delivery thread that keeps up. The pause and the making of
 * the exception are in a set-up before each invocation, outside what is measured. That costs
 * precision: each sample is one call between two readings of the clock, right after the thread was
 * woken, so {@link #nothingPaced} shows what the same procedure reports for no call at all.
 */
@Fork(2)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 4)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CaptureBenchmark {

  /** A client whose server answers at once, and a new exception every 1 to 3 ms. */
  @State(Scope.Thread)
  public static class Paced {
    private final TrackXClient client = Clients.over(request -> Outcome.sent(), 256);
    private RuntimeException error = DeepError.create();

    /** Lets time pass, and then something fails. */
    @Setup(Level.Invocation)
    public void fail() {
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_000_000, 3_000_000));
      error = DeepError.create();
    }

    /** Sees to it that what was measured was delivery, not a full queue. */
    @TearDown
    public void check() {
      client.close();
      if (client.diagnostics().totalDropped() > 0) {
        throw new IllegalStateException("delivery did not keep up: " + client.diagnostics());
      }
    }
  }

  /** A client whose server never answers, and whose queue is full. */
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

    /** Lets the delivery thread go. */
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

  /** One error, handed over. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public void sendEventPaced(Paced state) {
    state.client.sendEvent(state.error);
  }

  /** No call: what the procedure itself reports. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public Throwable nothingPaced(Paced state) {
    return state.error;
  }

  /** A storm: the queue is full, so the error is looked at, dropped and counted. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  public void sendEventIntoFullQueue(Full state) {
    state.client.sendEvent(state.error);
  }
}
