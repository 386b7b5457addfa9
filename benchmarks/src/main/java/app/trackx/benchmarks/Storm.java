package app.trackx.benchmarks;

import app.trackx.Diagnostics;
import app.trackx.TrackXClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * A measurement of an error storm: several threads send 100 000 identical errors as fast as they can, with a
 * client with default settings and a server that responds immediately. Prints the latency for callers, the
 * requests and errors received by the server, the outcome of every error, and the growth of the heap.
 */
public final class Storm {
  private static final int ERRORS = 100_000;
  private static final int WARM_UP = 4_000;

  private Storm() {}

  /** Runs the measurement. Argument: the number of threads, 1 by default. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int threads = args.length == 0 ? 1 : Integer.parseInt(args[0]);
    try (CountingServer server = CountingServer.start(0)) {
      warmUp(server);
      int before = server.requests();
      long sumBefore = server.sum();
      TrackXClient client =
          TrackXClient.builder(CountingServer.endpoint(server.port())).build();
      long heap = Heap.live();
      long start = System.nanoTime();
      long[] nanos = storm(client, threads);
      long millis = (System.nanoTime() - start) / 1_000_000;
      int requestsInStorm = server.requests() - before;
      long grown = Heap.live() - heap;
      client.flush(Duration.ofSeconds(30));
      Arrays.sort(nanos);
      Diagnostics end = client.diagnostics();
      System.out.printf(
          Locale.ROOT,
          "%d threads, %d ms: caller p50 %.2f µs, p99 %.2f µs, p99.9 %.2f µs, max %.0f µs%n",
          threads,
          millis,
          nanos[nanos.length / 2] / 1e3,
          nanos[nanos.length / 100 * 99] / 1e3,
          nanos[nanos.length / 1000 * 999] / 1e3,
          nanos[nanos.length - 1] / 1e3);
      System.out.printf(
          Locale.ROOT,
          "requests in the storm %d, after flush %d, errors that reached the server %d, live heap %+.1f MiB%n",
          requestsInStorm,
          server.requests() - before,
          server.sum() - sumBefore,
          grown / 1048576.0);
      System.out.println(end);
      long accounted = end.sent() + end.folded() + end.totalDropped() + end.pending();
      System.out.println("accounted for: " + accounted + " of " + ERRORS);
      client.close();
    }
  }

  private static void warmUp(CountingServer server) throws InterruptedException {
    try (TrackXClient client =
        TrackXClient.builder(CountingServer.endpoint(server.port())).build()) {
      for (int i = 0; i < WARM_UP; i++) {
        client.sendEvent(DeepError.create());
        Thread.sleep(1);
      }
    }
  }

  private static long[] storm(TrackXClient client, int threads) throws InterruptedException {
    long[] nanos = new long[ERRORS];
    Thread[] all = new Thread[threads];
    int each = ERRORS / threads;
    for (int t = 0; t < threads; t++) {
      int from = t * each;
      int to = t == threads - 1 ? ERRORS : from + each;
      all[t] = new Thread(() -> {
        for (int i = from; i < to; i++) {
          RuntimeException error = DeepError.create();
          long start = System.nanoTime();
          client.sendEvent(error);
          nanos[i] = System.nanoTime() - start;
        }
      });
    }
    for (Thread thread : all) {
      thread.start();
    }
    for (Thread thread : all) {
      thread.join();
    }
    return nanos;
  }
}
