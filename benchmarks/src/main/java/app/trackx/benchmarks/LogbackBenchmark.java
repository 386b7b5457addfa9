package app.trackx.benchmarks;

import app.trackx.TrackXClient;
import app.trackx.logback.TrackXAppender;
import app.trackx.transport.Outcome;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A benchmark of the appender's overhead for a log call. The application also has an appender that does
 * nothing, or one that writes to a file; each is measured with and without the TrackX appender.
 */
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LogbackBenchmark {

  /** A Logback context, configured in code. */
  @State(Scope.Thread)
  public static class Logging {
    /** "with" if the TrackX appender is attached. */
    @Param({"without", "with"})
    String trackx = "";

    final LoggerContext context = new LoggerContext();
    final Logger logger = context.getLogger("com.acme.shop.Checkout");

    @Nullable
    TrackXClient client;

    void attach(Appender<ILoggingEvent> other) {
      Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
      root.setLevel(Level.INFO);
      other.setContext(context);
      other.start();
      root.addAppender(other);
      if (trackx.equals("with")) {
        client = Clients.over(request -> Outcome.sent(), 256);
        TrackXAppender appender = new TrackXAppender();
        appender.setContext(context);
        appender.setClient(client);
        appender.start();
        root.addAppender(appender);
      }
    }

    /** Fails if events were dropped, because then a full queue was measured. */
    @TearDown
    public void check() {
      context.stop();
      if (client != null) {
        client.close();
        if (client.diagnostics().totalDropped() > 0) {
          throw new IllegalStateException("delivery did not keep up: " + client.diagnostics());
        }
      }
    }
  }

  /** Logging with an appender that does nothing. */
  public static class Idle extends Logging {
    /** Sets Logback up. */
    @Setup
    public void attach() {
      attach(new UnsynchronizedAppenderBase<ILoggingEvent>() {
        @Override
        protected void append(ILoggingEvent event) {
          // the minimum that an application can have
        }
      });
    }
  }

  /** Logging with an appender that writes to a file, as in most applications. */
  public static class File extends Logging {
    /** Sets Logback up. */
    @Setup
    public void attach() {
      PatternLayoutEncoder encoder = new PatternLayoutEncoder();
      encoder.setContext(context);
      encoder.setPattern("%d %-5level [%thread] %logger{36} - %msg%n");
      encoder.start();
      FileAppender<ILoggingEvent> file = new FileAppender<>();
      file.setEncoder(encoder);
      file.setFile("/dev/null");
      attach(file);
    }
  }

  /** Like {@link Idle}, with a new exception every 1 to 3 ms. */
  public static class Failing extends Idle {
    RuntimeException error = DeepError.create();

    /** Pauses, then creates an exception. */
    @Setup(org.openjdk.jmh.annotations.Level.Invocation)
    public void fail() {
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_000_000, 3_000_000));
      error = DeepError.create();
    }
  }

  /** Logs a message below error level. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  public void info(Idle state) {
    state.logger.info("order {} accepted", "4711");
  }

  /** Logs a message below error level, written to a file. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  public void infoToFile(File state) {
    state.logger.info("order {} accepted", "4711");
  }

  /** Logs an error with an exception. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public void errorPaced(Failing state) {
    state.logger.error("Checkout failed", state.error);
  }

  /** Logs an error without an exception, for which the appender determines the call site. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public void errorWithoutExceptionPaced(Failing state) {
    state.logger.error("order {} failed", "4711");
  }
}
