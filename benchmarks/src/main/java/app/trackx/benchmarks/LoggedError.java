package app.trackx.benchmarks;

import app.trackx.TrackXClient;
import app.trackx.logback.TrackXAppender;
import app.trackx.transport.Outcome;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * A measurement of the appender's overhead for {@code logger.error} with an exception, called every 1.5 ms.
 * Each of several fresh JVMs alternates between blocks of 100 errors that bypass the appender and blocks of 100
 * errors that pass through it. The result is the difference of the two medians. Separate JVMs for the two cases
 * cannot be compared: between JVMs that run the same program, the median varies by ten times the appender's
 * overhead. Blocks are used instead of alternate calls so that the effect of the worker threads between the
 * calls is included: they are active only while errors pass through.
 *
 * <p>The control is an appender that does nothing, to show the measurement error.
 */
public final class LoggedError {
  private static final int DEFAULT_RUNS = 9;
  private static final int BLOCK = 100;
  private static final int WARMUP = 32 * BLOCK;
  private static final int ERRORS = 32 * BLOCK;
  private static final long PAUSE_NANOS = 1_500_000;
  private static final long CHILD_SECONDS = 60;
  private static final String[] VARIANTS = {"control", "default", "unlimited"};

  private LoggedError() {}

  /** Runs the measurement. Argument: the number of JVMs per variant, 9 by default. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int runs = args.length == 0 ? DEFAULT_RUNS : Integer.parseInt(args[0]);
    System.out.println(runs + " fresh JVMs per variant, alternating, Java " + Runtime.version());
    long[][] alone = new long[VARIANTS.length][runs];
    long[][] added = new long[VARIANTS.length][runs];
    for (int run = 0; run < runs; run++) {
      for (int variant = 0; variant < VARIANTS.length; variant++) {
        String[] nanos =
            FreshJvm.lineOf(Child.class, VARIANTS[variant], CHILD_SECONDS).split(" ");
        alone[variant][run] = Long.parseLong(nanos[0]);
        added[variant][run] = Long.parseLong(nanos[1]);
      }
    }
    for (int variant = 0; variant < VARIANTS.length; variant++) {
      System.out.println(VARIANTS[variant] + ": Logback alone " + inMicros(alone[variant])
          + ", added " + inMicros(added[variant]));
    }
  }

  /** Formats median, minimum and maximum. */
  private static String inMicros(long[] nanos) {
    Arrays.sort(nanos);
    return String.format(
        Locale.ROOT,
        "%.2f µs (%.2f to %.2f)",
        nanos[nanos.length / 2] / 1e3,
        nanos[0] / 1e3,
        nanos[nanos.length - 1] / 1e3);
  }

  /** An appender that delegates to another one while it is on. */
  private static final class Switch extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private final Appender<ILoggingEvent> measured;
    private boolean on;

    Switch(Appender<ILoggingEvent> measured) {
      this.measured = measured;
    }

    @Override
    public void doAppend(ILoggingEvent event) {
      if (on) {
        measured.doAppend(event);
      }
    }

    @Override
    protected void append(ILoggingEvent event) {
      // not reached
    }
  }

  /** An appender that does nothing: the minimum that an application can have. */
  private static final class Idle extends UnsynchronizedAppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      // does nothing
    }
  }

  /**
   * The program of the fresh JVM. Prints the median without the appender and the appender's overhead, in
   * nanoseconds.
   */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      LoggerContext context = new LoggerContext();
      Switch measured = new Switch(started(appender(args[0]), context));
      Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
      root.setLevel(Level.INFO);
      root.addAppender(started(new Idle(), context));
      root.addAppender(started(measured, context));
      Logger logger = context.getLogger("com.acme.shop.Checkout");
      long[][] nanos = new long[2][ERRORS / 2];
      for (int i = -WARMUP; i < ERRORS; i++) {
        int phase = Math.floorDiv(i, BLOCK) & 1;
        measured.on = phase == 1;
        RuntimeException error = DeepError.create();
        LockSupport.parkNanos(PAUSE_NANOS);
        long start = System.nanoTime();
        logger.error("Checkout failed", error);
        long took = System.nanoTime() - start;
        if (i >= 0) {
          nanos[phase][i / (2 * BLOCK) * BLOCK + i % BLOCK] = took;
        }
      }
      long bypassed = median(nanos[0]);
      System.out.println(bypassed + " " + (median(nanos[1]) - bypassed));
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }

    private static Appender<ILoggingEvent> appender(String variant) {
      if (variant.equals("control")) {
        return new Idle();
      }
      TrackXClient client = variant.equals("default")
          ? Clients.limited(request -> Outcome.sent())
          : Clients.over(request -> Outcome.sent(), 256);
      TrackXAppender appender = new TrackXAppender();
      appender.setClient(client);
      return appender;
    }

    private static Appender<ILoggingEvent> started(
        Appender<ILoggingEvent> appender, LoggerContext context) {
      appender.setContext(context);
      appender.start();
      return appender;
    }

    private static long median(long[] nanos) {
      Arrays.sort(nanos);
      return nanos[nanos.length / 2];
    }
  }
}
