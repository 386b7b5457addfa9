package app.trackx.benchmarks;

import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A measurement of a server outage: 60 000 errors of 500 kinds are sent, one every 0.2 ms, while the server's
 * port refuses connections. Then the server is started again. Prints the growth of the heap and the errors that
 * arrived.
 */
public final class Outage {
  private static final int ERRORS = 60_000;
  private static final int KINDS = 500;
  private static final long PAUSE_NANOS = 200_000;

  private Outage() {}

  /** Runs the measurement. Argument: the queue capacity, 500 by default. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int capacity = args.length == 0 ? KINDS : Integer.parseInt(args[0]);
    CountingServer first = CountingServer.start(0);
    int port = first.port();
    try (TrackXClient client = TrackXClient.builder(CountingServer.endpoint(port))
        .rateLimit(RateLimit.none())
        .queueCapacity(capacity)
        .build()) {
      for (int i = 0; i < 200; i++) { // warm-up, as in a service that has run for a while
        client.sendEvent(DeepError.create(1_000));
        client.flush(Duration.ofSeconds(5));
      }
      first.close();
      long heap = Heap.live();
      for (int i = 0; i < ERRORS; i++) {
        client.sendEvent(DeepError.create(i % KINDS), Map.of("kind", i % KINDS));
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      long grown = Heap.live() - heap;
      System.out.printf(Locale.ROOT, "live heap %+.1f MiB%n", grown / 1048576.0);
      System.out.println("during the outage: " + client.diagnostics());
      try (CountingServer back = CountingServer.start(port)) {
        System.out.println("flushed: " + client.flush(Duration.ofSeconds(60)));
        long exact = back.errors().entrySet().stream()
            .filter(kind -> kind.getKey() >= 0 && kind.getValue() == ERRORS / KINDS)
            .count();
        System.out.printf(
            "requests %d, kinds that arrived %d, with their exact count %d, errors in total %d%n",
            back.requests(), back.errors().size(), exact, back.sum());
        System.out.println("after the outage: " + client.diagnostics());
      }
    }
  }
}
