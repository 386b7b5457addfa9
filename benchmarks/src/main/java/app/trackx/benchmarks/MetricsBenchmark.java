package app.trackx.benchmarks;

import app.trackx.Diagnostics;
import app.trackx.EventType;
import app.trackx.TrackXClient;
import app.trackx.metrics.TrackXMetrics;
import app.trackx.transport.Outcome;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Constructor;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A benchmark of the cost of being observed: what Flight Recorder's listener costs a worker thread
 * for each event, and what it costs to read all meters once.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@org.openjdk.jmh.annotations.Measurement(iterations = 5, time = 1)
public class MetricsBenchmark {

  /** A listener for what happens to one event. */
  @State(Scope.Thread)
  public static class Told {
    /** One that does nothing, that of Flight Recorder without a recording, and with one. */
    @Param({"nothing", "recorderOff", "recording"})
    public String by = "nothing";

    private Diagnostics.Listener listener = new Diagnostics.Listener() {};
    private @Nullable Recording recording;

    /** Creates the listener, and starts a recording. */
    @Setup
    public void observe() throws ReflectiveOperationException {
      if (!by.equals("nothing")) {
        Constructor<?> constructor =
            Class.forName("app.trackx.metrics.FlightRecorderListener").getDeclaredConstructor();
        constructor.setAccessible(true);
        listener = (Diagnostics.Listener) constructor.newInstance();
      }
      if (by.equals("recording")) {
        Recording started = new Recording();
        started.start();
        recording = started;
      }
    }

    /** Ends the recording. */
    @TearDown
    public void end() {
      Recording started = recording;
      if (started != null) {
        started.close();
      }
    }
  }

  /** A registry with the meters of one client. */
  @State(Scope.Thread)
  public static class Scraped {
    private final TrackXClient client = Clients.over(request -> Outcome.sent(), 256);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    /** Binds the meters. */
    @Setup
    public void bind() {
      new TrackXMetrics(client).bindTo(registry);
    }

    /** Ends the client. */
    @TearDown
    public void close() {
      client.close();
    }
  }

  /** Tells the listener of an event that was captured and sent. */
  @Benchmark
  public void tell(Told told) {
    told.listener.captured(EventType.PROGRAMMATIC, "java.lang.IllegalStateException");
    told.listener.sent(1, 4_000, 250_000);
  }

  /** Reads all meters once, as a scrape does. Single calls, of which the median can be relied on. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public double readAllMeters(Scraped scraped) {
    double sum = 0;
    for (Meter meter : scraped.registry.getMeters()) {
      for (Measurement measurement : meter.measure()) {
        sum += measurement.getValue();
      }
    }
    return sum;
  }
}
