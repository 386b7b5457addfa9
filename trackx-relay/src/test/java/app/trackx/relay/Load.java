package app.trackx.relay;

import app.trackx.relay.testing.RawHttp;
import app.trackx.relay.testing.Requests;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures throughput and latency of a relay's front, which has to run with {@code --trust-proxy}: several connections send
 * events of one size from 300 addresses, at a rate or as fast as they are answered. The first third of the time warms up.
 * Prints one line. See {@code benchmarks/README.md}.
 */
public final class Load {
  private static final int SOURCES = 300;

  private final int port;
  private final int bytes;
  private final int kinds;
  private final long intervalNanos;
  private final long start = System.nanoTime();
  private final long measureFrom;
  private final long end;
  private final AtomicInteger failed = new AtomicInteger();

  private Load(int port, int kinds, int bytes, double ratePerConnection, int seconds) {
    this.port = port;
    this.kinds = kinds;
    this.bytes = bytes;
    this.intervalNanos = ratePerConnection == 0 ? 0 : (long) (1e9 / ratePerConnection);
    this.measureFrom = start + seconds * 1_000_000_000L / 3;
    this.end = start + seconds * 1_000_000_000L;
  }

  /** Arguments: port, connections, events a second in all (0 for as many as possible), seconds, kinds, bytes of an event. */
  public static void main(String[] arguments) throws InterruptedException {
    int[] number = Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
    int connections = number[1];
    int seconds = number[3];
    Load load =
        new Load(number[0], number[4], number[5], (double) number[2] / connections, seconds);
    List<long[]> latencies = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      int connection = i;
      threads.add(new Thread(() -> {
        long[] own = load.send(connection);
        synchronized (latencies) {
          latencies.add(own);
        }
      }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    long[] all = latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "%d events of %d bytes in %.1f s: %.0f/s; p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, max %.1f ms; %d failed%n",
        all.length,
        load.bytes,
        seconds * 2 / 3.0,
        all.length / (seconds * 2 / 3.0),
        all[all.length / 2] / 1e6,
        all[(int) (all.length * 0.99)] / 1e6,
        all[(int) (all.length * 0.999)] / 1e6,
        all[all.length - 1] / 1e6,
        load.failed.get());
  }

  private long[] send(int connection) {
    List<Long> latencies = new ArrayList<>();
    try (RawHttp http = new RawHttp(port)) {
      // spread over the interval, so that not all connections send at once
      long due = start + intervalNanos * connection / 32;
      for (int i = connection; System.nanoTime() < end; i += 7) {
        while (intervalNanos > 0 && System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        Map<String, String> headers = new LinkedHashMap<>(RawHttp.client());
        headers.put("X-Real-IP", "10.0." + i % SOURCES / 100 + "." + (1 + i % 100));
        // from when it was due: what the relay delays the next request by counts, too
        long from = intervalNanos > 0 ? due : System.nanoTime();
        int status = http.request("POST", "/v1/" + Requests.KEY + "/event", headers, event(i))
            .status();
        if (from >= measureFrom) {
          latencies.add(System.nanoTime() - from);
          failed.addAndGet(status == 200 ? 0 : 1);
        }
        due += intervalNanos;
      }
    } catch (IOException e) {
      failed.incrementAndGet();
      System.err.println("a connection broke: " + e);
    }
    return latencies.stream().mapToLong(Long::longValue).toArray();
  }

  private String event(int number) {
    StringBuilder json = new StringBuilder(bytes + 256);
    json.append("{\"name\":\"java.lang.IllegalStateException\",\"message\":\"order ")
        .append(number)
        .append(
            " failed\",\"type\":1,\"meta\":{\"_c\":\"_\",\"thread\":\"main\"},\"stack\":\"java.lang.IllegalStateException");
    for (int line = 1; json.length() < bytes - 3; line++) {
      json.append("\\n    at com.acme.shop.orders.Checkout").append(line);
      json.append(".pay (com/acme/shop/orders/Checkout").append(line).append(".java:");
      json.append(line == 1 ? number % kinds + 1 : line).append(')');
    }
    return json.append("\"}").toString();
  }
}
