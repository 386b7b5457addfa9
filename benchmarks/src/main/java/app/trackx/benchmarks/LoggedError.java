package app.trackx.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * What {@code logger.error} with an exception costs without the appender, with it as it comes, and with
 * no rate limit, so that each error is sent, in fresh JVMs that
 * take turns: JMH runs all forks of one before those of the other, and on a shared machine the same
 * program differs by more from one minute to the next than the appender adds.
 */
public final class LoggedError {
  private static final int DEFAULT_RUNS = 9;
  private static final int ERRORS = 3_000;
  private static final long PAUSE_NANOS = 1_500_000;
  private static final long CHILD_SECONDS = 60;
  private static final String[] WAYS = {"without", "with", "unlimited"};

  private LoggedError() {}

  /** Takes the number of JVMs to start for each, 9 by default. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int runs = args.length == 0 ? DEFAULT_RUNS : Integer.parseInt(args[0]);
    System.out.println(runs + " fresh JVMs for each, in turn, Java " + Runtime.version());
    long[][] medians = new long[WAYS.length][runs];
    for (int run = 0; run < runs; run++) {
      for (int way = 0; way < WAYS.length; way++) {
        medians[way][run] = Long.parseLong(FreshJvm.lineOf(Child.class, WAYS[way], CHILD_SECONDS));
      }
    }
    for (int way = 0; way < WAYS.length; way++) {
      Arrays.sort(medians[way]);
      System.out.printf(
          Locale.ROOT,
          "%-10s p50 %6.2f µs (%.2f–%.2f)%n",
          WAYS[way],
          medians[way][runs / 2] / 1e3,
          medians[way][0] / 1e3,
          medians[way][runs - 1] / 1e3);
    }
  }

  /** The fresh JVM: prints the median of the second half of its errors, in nanoseconds. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      LogbackBenchmark.Failing state = new LogbackBenchmark.Failing();
      state.trackx = args[0].equals("without") ? "without" : "with";
      state.limited = args[0].equals("with");
      state.attach();
      long[] nanos = new long[ERRORS];
      for (int i = 0; i < ERRORS; i++) {
        state.error = DeepError.create();
        LockSupport.parkNanos(PAUSE_NANOS);
        long start = System.nanoTime();
        state.logger.error("Checkout failed", state.error);
        nanos[i] = System.nanoTime() - start;
      }
      Arrays.sort(nanos, ERRORS / 2, ERRORS);
      System.out.println(nanos[ERRORS * 3 / 4]);
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }
  }
}
