package app.trackx.benchmarks;

import app.trackx.TrackXClient;
import app.trackx.servlet.Sessions;
import app.trackx.servlet.TrackXFilter;
import app.trackx.transport.Outcome;
import com.sun.management.ThreadMXBean;
import jakarta.servlet.FilterChain;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A measurement of the filter's overhead for a request without error, in CPU time of the handling thread. It is
 * meant for machines that are too busy for {@link FilterBenchmark}, which also measures the time a thread waits
 * for a CPU. With two threads, contention for a lock would be visible as CPU time or as blocked threads.
 */
public final class FilterCost {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int WARM_UP = 4;
  private static final int ROUNDS = 15;

  private FilterCost() {}

  /**
   * Runs the measurement and prints the results.
   *
   * @param args none
   */
  public static void main(String[] args) throws Exception {
    measure("without", null, 1_000_000);
    for (Sessions sessions : Sessions.values()) {
      TrackXClient client = Clients.over(request -> Outcome.sent(), 256);
      TrackXFilter filter =
          TrackXFilter.builder().client(client).sessions(sessions).build();
      filter.init(null);
      measure(sessions.name(), filter, sessions == Sessions.VISITOR ? 50_000 : 1_000_000);
      client.close();
    }
  }

  private static void measure(String name, @Nullable TrackXFilter filter, int requests)
      throws Exception {
    for (int threads = 1; threads <= 2; threads++) {
      List<Future<Sample>> work = new ArrayList<>();
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      for (int i = 0; i < threads; i++) {
        work.add(pool.submit(new Requests(filter, requests)));
      }
      for (Future<Sample> each : work) {
        System.out.printf(Locale.ROOT, "%-8s  of %d threads: %s%n", name, threads, each.get());
      }
      pool.shutdown();
    }
  }

  /** The medians of one thread. */
  private record Sample(double nanos, double bytes, long timesBlocked) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%.1f ns CPU time, %.1f B per request, blocked %d times",
          nanos,
          bytes,
          timesBlocked);
    }
  }

  /** The task of one thread. */
  private static final class Requests implements Callable<Sample> {
    private final @Nullable TrackXFilter filter;
    private final int count;
    private final BareRequest[] requests = new BareRequest[1_024];
    private final BareResponse response = new BareResponse();
    private final Object[] last = new Object[1]; // makes the requests escape, as in a container

    Requests(@Nullable TrackXFilter filter, int count) {
      this.filter = filter;
      this.count = count;
      for (int i = 0; i < requests.length; i++) {
        requests[i] = new BareRequest("192.0.2." + i);
      }
    }

    @Override
    public Sample call() throws Exception {
      long self = Thread.currentThread().getId();
      List<Double> nanos = new ArrayList<>();
      List<Double> bytes = new ArrayList<>();
      for (int round = 0; round < WARM_UP + ROUNDS; round++) {
        long cpu = THREADS.getCurrentThreadCpuTime();
        long allocated = THREADS.getThreadAllocatedBytes(self);
        handle();
        if (round >= WARM_UP) {
          bytes.add((double) (THREADS.getThreadAllocatedBytes(self) - allocated) / count);
          nanos.add((double) (THREADS.getCurrentThreadCpuTime() - cpu) / count);
        }
      }
      long blocked = THREADS.getThreadInfo(self).getBlockedCount();
      return new Sample(median(nanos), median(bytes), blocked);
    }

    private void handle() throws Exception {
      FilterChain servlet = (request, answer) -> last[0] = request;
      for (int i = 0; i < count; i++) {
        BareRequest request = requests[i & (requests.length - 1)];
        if (filter == null) {
          servlet.doFilter(request, response);
        } else {
          filter.doFilter(request, response, servlet);
        }
      }
    }

    private static double median(List<Double> values) {
      return values.stream().sorted().toList().get(values.size() / 2);
    }
  }
}
