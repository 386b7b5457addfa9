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
 * What an event costs on the delivery thread: reading and writing the stack, meta, JSON, everything
 * but the network.
 *
 * <p>Measured from outside, as {@code sendEvent} and {@code flush}. In a batch the hand-over between
 * the threads is shared by 200 events and next to nothing; {@link #deliverOne} has all of it, the
 * waking of the delivery thread above all.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
public class FormatBenchmark {
  private static final int BATCH = 200;
  private static final Duration LONG = Duration.ofSeconds(30);

  /** A client whose server answers at once. */
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

    /** Sees to it that everything was delivered. */
    @TearDown
    public void check() {
      client.close();
      if (client.diagnostics().totalDropped() > 0) {
        throw new IllegalStateException("dropped: " + client.diagnostics());
      }
    }
  }

  /** New exceptions for each batch: an exception keeps the frames that were once read from it. */
  @State(Scope.Thread)
  public static class Batch {
    private final RuntimeException[] errors = new RuntimeException[BATCH];

    /** Makes them, outside what is measured: a batch takes long enough for that to be exact. */
    @Setup(Level.Invocation)
    public void fail() {
      for (int i = 0; i < BATCH; i++) {
        errors[i] = DeepError.create();
      }
    }
  }

  /** One of many events, from exception to bytes. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void deliverBatch(Client client, Batch batch) {
    client.deliver(batch.errors);
  }

  /** One event alone, with its exception and with the way there and back between two threads. */
  @Benchmark
  public void deliverOne(Client client) {
    client.deliver(DeepError.create());
  }

  /** The exception alone, for comparison. */
  @Benchmark
  public Throwable createException() {
    return DeepError.create();
  }
}
