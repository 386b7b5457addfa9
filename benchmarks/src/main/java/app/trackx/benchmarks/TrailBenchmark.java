package app.trackx.benchmarks;

import app.trackx.RequestContext;
import app.trackx.TrackXClient;
import app.trackx.logback.TrackXAppender;
import app.trackx.transport.Outcome;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.concurrent.TimeUnit;
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
 * A benchmark of what the trail adds to a log call below error level, beside an appender that does
 * nothing.
 */
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@BenchmarkMode(Mode.AverageTime)
public class TrailBenchmark {

  /** A Logback context, configured in code, on a thread that may work for a request. */
  @State(Scope.Thread)
  public static class Logging {
    /** "none" without the TrackX appender; otherwise whether it keeps a trail. */
    @Param({"none", "off", "on"})
    String trail = "";

    /** State of the thread: within a request, or not. */
    @Param({"true", "false"})
    boolean request;

    private final LoggerContext context = new LoggerContext();
    final Logger logger = context.getLogger("com.acme.shop.Checkout");
    private @Nullable TrackXClient client;
    private int number;

    @Nullable
    ILoggingEvent last;

    /** Sets Logback up, and starts the request. */
    @Setup
    public void attach() {
      Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
      root.setLevel(Level.INFO);
      UnsynchronizedAppenderBase<ILoggingEvent> idle = new UnsynchronizedAppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          last = event; // other appenders keep the JIT from leaving the record out, too
        }
      };
      idle.setContext(context);
      idle.start();
      root.addAppender(idle);
      if (!trail.equals("none")) {
        client = Clients.over(sent -> Outcome.sent(), 256);
        TrackXAppender appender = new TrackXAppender();
        appender.setContext(context);
        appender.setClient(client);
        appender.setTrail(trail);
        appender.start();
        root.addAppender(appender);
      }
      enter();
    }

    void enter() {
      RequestContext.set(request ? new RequestContext() : null);
    }

    /** Ends the request. */
    @TearDown
    public void stop() {
      RequestContext.set(null);
      context.stop();
      if (client != null) {
        client.close();
      }
    }

    String next() {
      number++;
      return "order " + number + " accepted by the shop";
    }
  }

  /** Logs a literal with an argument. */
  @Benchmark
  public void template(Logging state) {
    state.logger.info("order {} accepted", "4711");
  }

  /** Logs a literal without arguments. */
  @Benchmark
  public void literal(Logging state) {
    state.logger.info("order accepted");
  }

  /** Logs a concatenation, whose text is not kept. */
  @Benchmark
  public void concatenation(Logging state) {
    state.logger.info(state.next());
  }
}
