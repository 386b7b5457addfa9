package app.trackx.peers;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Measures what a paced capture costs the calling thread. Arguments: warm-up captures, captures, interval in µs. */
final class CallerCost {
  private static final long WARM_UP_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private CallerCost() {}

  public static void main(String[] args) throws Exception {
    int warmUp = Integer.parseInt(args[0]);
    int count = Integer.parseInt(args[1]);
    long interval = TimeUnit.MICROSECONDS.toNanos(Integer.parseInt(args[2]));
    Peer peer = Peer.load();
    peer.setUp(Settings.serverUrl());
    long[] nanos = new long[count];
    long[] bytes = new long[count];
    Pacer pacer = new Pacer();
    for (int i = 0; i < warmUp; i++) {
      RuntimeException error = SampleError.create(i);
      pacer.await(Math.min(interval, WARM_UP_INTERVAL_NANOS));
      measure(peer, error, nanos, bytes, 0); // the same code as below, so that it is compiled
    }
    long ownBytes = allocatedByMeasurement();
    for (int i = 0; i < count; i++) {
      RuntimeException error = SampleError.create(warmUp + i);
      pacer.await(interval);
      measure(peer, error, nanos, bytes, i);
    }
    Latencies.print("", nanos, count);
    Arrays.sort(bytes);
    Row.print("allocatedBytesP50", Latencies.percentile(bytes, 50) - ownBytes);
    Row.print("allocatedBytesMean", Arrays.stream(bytes).average().orElse(0) - ownBytes);
    Row.print("threads", JvmState.threads());
    peer.flush(15_000);
    SinkClient sink = SinkClient.ofThisRun();
    sink.awaitQuiet(peer.quietMillis(), 30_000);
    Row.printAll("sink.", sink.stats(0, warmUp + count));
    Program.exit();
  }

  private static void measure(
      Peer peer, RuntimeException error, long[] nanos, long[] bytes, int index) throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long bytesBefore = threads.getThreadAllocatedBytes(id);
    long start = System.nanoTime();
    peer.capture(error);
    long end = System.nanoTime();
    bytes[index] = threads.getThreadAllocatedBytes(id) - bytesBefore;
    nanos[index] = end - start;
  }

  /** Returns the bytes that two calls to the counter differ by when nothing happens between them. */
  private static long allocatedByMeasurement() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 2_000; i++) {
      long before = threads.getThreadAllocatedBytes(id);
      least = Math.min(least, threads.getThreadAllocatedBytes(id) - before);
    }
    return least;
  }
}
