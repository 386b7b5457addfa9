package app.trackx.benchmarks;

import app.trackx.benchmarks.TrailBenchmark.Logging;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A measurement of what the trail adds to a log call below error level, in CPU time of the logging
 * thread. It is meant for machines that are too busy for {@link TrailBenchmark}. Without the appender,
 * with it, and with a trail take turns.
 */
public final class TrailCost {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int WARM_UP = 20;
  private static final int ROUNDS = 101;
  private static final int CALLS = 50_000;

  private TrailCost() {}

  /**
   * Runs the measurement and prints the results.
   *
   * @param args none
   */
  public static void main(String[] args) {
    TrailBenchmark calls = new TrailBenchmark();
    for (boolean request : new boolean[] {false, true}) {
      measure("template", request, calls::template);
      measure("literal", request, calls::literal);
      measure("concatenation", request, calls::concatenation);
    }
  }

  private static void measure(String name, boolean request, Consumer<Logging> call) {
    Map<String, Figures> all = new LinkedHashMap<>();
    for (String trail : new String[] {"none", "off", "on"}) {
      Logging logging = new Logging();
      logging.trail = trail;
      logging.request = request;
      logging.attach();
      all.put(trail, new Figures(logging));
    }
    for (int round = 0; round < WARM_UP + ROUNDS; round++) {
      for (Figures one : all.values()) {
        one.run(call, round >= WARM_UP);
      }
    }
    all.forEach((trail, figures) -> {
      System.out.printf(
          Locale.ROOT, "%-13s request %-5s trail %-4s %s%n", name, request, trail, figures);
      figures.logging.stop();
    });
  }

  /** The figures of one way of logging. */
  private static final class Figures {
    private final Logging logging;
    private final List<Double> nanos = new ArrayList<>();
    private final List<Double> bytes = new ArrayList<>();

    Figures(Logging logging) {
      this.logging = logging;
    }

    void run(Consumer<Logging> call, boolean counts) {
      long self = Thread.currentThread().getId();
      logging.enter();
      long allocated = THREADS.getThreadAllocatedBytes(self);
      long cpu = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < CALLS; i++) {
        call.accept(logging);
      }
      if (counts) {
        nanos.add((double) (THREADS.getCurrentThreadCpuTime() - cpu) / CALLS);
        bytes.add((double) (THREADS.getThreadAllocatedBytes(self) - allocated) / CALLS);
      }
    }

    @Override
    public String toString() {
      nanos.sort(null);
      bytes.sort(null);
      return String.format(
          Locale.ROOT,
          "%.1f ns CPU time (least %.1f), %.1f B",
          nanos.get(nanos.size() / 2),
          nanos.get(0),
          bytes.get(bytes.size() / 2));
    }
  }
}
