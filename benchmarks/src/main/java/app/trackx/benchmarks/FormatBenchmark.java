package app.trackx.benchmarks;

import app.trackx.TrackXClient;
import app.trackx.transport.Outcome;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A benchmark of the cost of an event on the worker threads: reading and formatting the stack, meta and JSON,
 * but not the network.
 *
 * <p>Measured from outside, with {@code sendEvent} and {@code flush}. In a batch, the handover between threads
 * is shared by 200 events and negligible. {@link #deliverOne} includes all of it, mainly the time to wake up
 * the worker threads.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
public class FormatBenchmark {
  private static final int BATCH = 200;
  private static final Duration LONG = Duration.ofSeconds(30);

  /** A client whose transport succeeds immediately. */
  @State(Scope.Thread)
  public static class Client {
    private final TrackXClient client = Clients.over(request -> Outcome.sent(), 2 * BATCH);

    void deliver(RuntimeException... errors) {
      for (RuntimeException error : errors) {
        client.sendEvent(error);
      }
      if (!client.flush(LONG)) {
        throw new IllegalStateException("not delivered: " + client.diagnostics());
      }
    }

    /** Fails if events were dropped. */
    @TearDown
    public void check() {
      client.close();
      if (client.diagnostics().totalDropped() > 0) {
        throw new IllegalStateException("dropped: " + client.diagnostics());
      }
    }
  }

  /** New exceptions for each batch, because an exception caches its frames once they have been read. */
  @State(Scope.Thread)
  public static class Batch {
    private final RuntimeException[] errors = new RuntimeException[BATCH];

    /** Creates the exceptions. Not measured; a batch takes long enough for per-invocation setup to be precise. */
    @Setup(Level.Invocation)
    public void fail() {
      for (int i = 0; i < BATCH; i++) {
        errors[i] = DeepError.create();
      }
    }
  }

  /** Delivers a batch of events, from exception to bytes. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void deliverBatch(Client client, Batch batch) {
    client.deliver(batch.errors);
  }

  /** Delivers a single event, including the creation of the exception and the handover between threads. */
  @Benchmark
  public void deliverOne(Client client) {
    client.deliver(DeepError.create());
  }

  /** Creates the exception only, for comparison. */
  @Benchmark
  public Throwable createException() {
    return DeepError.create();
  }
}
