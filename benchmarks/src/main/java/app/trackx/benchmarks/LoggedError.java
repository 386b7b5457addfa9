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
 * What the appender adds to {@code logger.error} with an exception, one every 1.5 ms. In each of
 * several fresh JVMs the same log call goes for 100 errors past the appender and for 100 errors through
 * it, and so on; the difference is that of the medians of the two. Between JVMs of one and the same
 * program the median differs by ten times what the appender adds, so a comparison of JVMs tells
 * nothing. A block, and not every other call, so that what the delivery thread does between the calls
 * counts as well: it works while errors go through, and not while they go past.
 *
 * <p>The control is an appender that does nothing: what is measured of it is error of measurement.
 */
public final class LoggedError {
  private static final int DEFAULT_RUNS = 9;
  private static final int BLOCK = 100;
  private static final int WARMUP = 32 * BLOCK;
  private static final int ERRORS = 32 * BLOCK;
  private static final long PAUSE_NANOS = 1_500_000;
  private static final long CHILD_SECONDS = 60;
  private static final String[] WAYS = {"control", "default", "unlimited"};

  private LoggedError() {}

  /** Takes the number of JVMs to start for each, 9 by default. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int runs = args.length == 0 ? DEFAULT_RUNS : Integer.parseInt(args[0]);
    System.out.println(runs + " fresh JVMs for each, in turn, Java " + Runtime.version());
    long[][] alone = new long[WAYS.length][runs];
    long[][] added = new long[WAYS.length][runs];
    for (int run = 0; run < runs; run++) {
      for (int way = 0; way < WAYS.length; way++) {
        String[] nanos = FreshJvm.lineOf(Child.class, WAYS[way], CHILD_SECONDS).split(" ");
        alone[way][run] = Long.parseLong(nanos[0]);
        added[way][run] = Long.parseLong(nanos[1]);
      }
    }
    for (int way = 0; way < WAYS.length; way++) {
      System.out.println(WAYS[way] + ": Logback alone " + inMicros(alone[way]) + ", added "
          + inMicros(added[way]));
    }
  }

  /** Median, least and most. */
  private static String inMicros(long[] nanos) {
    Arrays.sort(nanos);
    return String.format(
        Locale.ROOT,
        "%.2f µs (%.2f to %.2f)",
        nanos[nanos.length / 2] / 1e3,
        nanos[0] / 1e3,
        nanos[nanos.length - 1] / 1e3);
  }

  /** Passes a record on while it is told to. */
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

  /** The least that an application may have. */
  private static final class Idle extends UnsynchronizedAppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      // takes it and does nothing
    }
  }

  /** The fresh JVM: prints the median without the appender and what is added to it, in nanoseconds. */
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
        int way = Math.floorDiv(i, BLOCK) & 1;
        measured.on = way == 1;
        RuntimeException error = DeepError.create();
        LockSupport.parkNanos(PAUSE_NANOS);
        long start = System.nanoTime();
        logger.error("Checkout failed", error);
        long took = System.nanoTime() - start;
        if (i >= 0) {
          nanos[way][i / (2 * BLOCK) * BLOCK + i % BLOCK] = took;
        }
      }
      long past = median(nanos[0]);
      System.out.println(past + " " + (median(nanos[1]) - past));
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }

    private static Appender<ILoggingEvent> appender(String way) {
      if (way.equals("control")) {
        return new Idle();
      }
      TrackXClient client = way.equals("default")
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
