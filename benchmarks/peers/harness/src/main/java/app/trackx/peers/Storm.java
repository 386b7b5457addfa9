package app.trackx.peers;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** Captures equal errors in a tight loop, after paced ones. Arguments: errors, seconds at most. */
final class Storm {
  private static final int WARM_UP = 4_000;
  private static final int WARM_UP_IDS = 900_000;

  private final Peer peer;
  private final SinkClient sink;
  private final AtomicLong peakAfterCollection = new AtomicLong();

  private Storm(Peer peer, SinkClient sink) {
    this.peer = peer;
    this.sink = sink;
  }

  public static void main(String[] args) throws Exception {
    Peer peer = Peer.load();
    peer.setUp(Settings.serverUrl());
    Storm storm = new Storm(peer, SinkClient.ofThisRun());
    storm.warmUp();
    int markers = Integer.parseInt(
        storm.sink.stats(WARM_UP_IDS, WARM_UP_IDS + WARM_UP).get("markersPerEvent"));
    storm.sink.reset();
    long heap = JvmState.liveHeap();
    storm.recordPeaks();
    storm.run(Integer.parseInt(args[0]), TimeUnit.SECONDS.toNanos(Integer.parseInt(args[1])));
    Row.print("peakAfterCollectionMiB", (storm.peakAfterCollection.get() - heap) / JvmState.MIB);
    Row.print("retainedMiB", (JvmState.liveHeap() - heap) / JvmState.MIB);
    storm.drain(markers);
    Program.exit();
  }

  private void warmUp() throws Exception {
    Pacer pacer = new Pacer();
    for (int i = 0; i < WARM_UP; i++) {
      RuntimeException error = SampleError.create(WARM_UP_IDS + i);
      pacer.await(TimeUnit.MILLISECONDS.toNanos(2));
      peer.capture(error);
    }
    peer.flush(10_000);
    sink.awaitQuiet(peer.quietMillis(), 30_000);
  }

  private void recordPeaks() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, handback) -> recordPeak(notification.getUserData()), null, null);
    }
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      pool.resetPeakUsage();
    }
  }

  private void recordPeak(Object data) {
    if (data instanceof CompositeData collection) {
      long used =
          GarbageCollectionNotificationInfo.from(collection)
              .getGcInfo()
              .getMemoryUsageAfterGc()
              .entrySet()
              .stream()
              .filter(pool -> isHeap(pool.getKey()))
              .mapToLong(pool -> pool.getValue().getUsed())
              .sum();
      peakAfterCollection.accumulateAndGet(used, Math::max);
    }
  }

  private static boolean isHeap(String poolName) {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .anyMatch(pool -> pool.getName().equals(poolName) && pool.getType() == MemoryType.HEAP);
  }

  private void run(int count, long limit) throws Exception {
    long[] nanos = new long[count];
    long cpu = JvmState.cpuNanos();
    long begin = System.nanoTime();
    int captured = 0;
    try {
      while (captured < count && System.nanoTime() - begin < limit) {
        RuntimeException error = SampleError.create(0);
        long start = System.nanoTime();
        peer.capture(error);
        nanos[captured++] = System.nanoTime() - start;
      }
    } catch (OutOfMemoryError e) {
      Row.print("outOfMemory", "true");
    }
    Row.print("captured", captured);
    Row.print("loopMs", (System.nanoTime() - begin) / 1e6);
    Row.print("loopCpuMs", (JvmState.cpuNanos() - cpu) / 1e6);
    Latencies.print("", nanos, captured);
    long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
    Row.print("peakHeapMiB", peak / JvmState.MIB);
  }

  private void drain(int markersPerEvent) throws Exception {
    peer.flush(30_000);
    sink.awaitQuiet(peer.quietMillis(), 90_000);
    Map<String, String> stats = sink.stats(0, 1);
    Row.print("delivered", Long.parseLong(stats.get("markers")) / Math.max(1, markersPerEvent));
    Row.print("threads", JvmState.threads());
    Row.printAll("sink.", stats);
  }
}
