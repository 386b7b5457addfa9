package app.trackx.peers;

import java.util.concurrent.TimeUnit;

/**
 * Captures events while the server is unreachable, and then a trickle after it is back. Arguments: events, interval in
 * µs, seconds at most.
 */
final class Outage {
  private static final int WARM_UP_IDS = 900_000;
  private static final int LATER_IDS = 800_000;
  private static final int LATER = 200;

  private final Peer peer;
  private final SinkClient sink;

  private Outage(Peer peer, SinkClient sink) {
    this.peer = peer;
    this.sink = sink;
  }

  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[0]);
    long interval = TimeUnit.MICROSECONDS.toNanos(Integer.parseInt(args[1]));
    long limit = TimeUnit.SECONDS.toNanos(Integer.parseInt(args[2]));
    Peer peer = Peer.load();
    peer.setUp(Settings.serverUrl());
    new Outage(peer, SinkClient.ofThisRun()).run(count, interval, limit);
    Program.exit();
  }

  private void run(int count, long interval, long limit) throws Exception {
    capture(WARM_UP_IDS, new long[1_000], TimeUnit.MILLISECONDS.toNanos(3), Long.MAX_VALUE);
    sink.awaitQuiet(peer.quietMillis(), 30_000);
    sink.reset();
    Row.print("threadsBefore", JvmState.threads());
    long heap = JvmState.liveHeap();
    long[] nanos = new long[count];
    sink.down();
    long start = System.nanoTime();
    int captured = capture(0, nanos, interval, limit);
    Row.print("captured", captured);
    Row.print("captureMs", (System.nanoTime() - start) / 1e6);
    Latencies.print("caller.", nanos, captured);
    Row.print("retainedMiB", (JvmState.liveHeap() - heap) / JvmState.MIB);
    Row.print("threadsInOutage", JvmState.threads());
    sink.up();
    capture(LATER_IDS, new long[LATER], TimeUnit.MILLISECONDS.toNanos(50), Long.MAX_VALUE);
    sink.awaitQuiet(12_000, 60_000);
    peer.flush(30_000);
    sink.awaitQuiet(3_000, 30_000);
    Row.printAll("sink.", sink.stats(0, count));
    Row.print("deliveredLater", sink.stats(LATER_IDS, LATER_IDS + LATER).get("distinct"));
    Row.print("retainedAfterMiB", (JvmState.liveHeap() - heap) / JvmState.MIB);
    Row.print("threadsAfter", JvmState.threads());
  }

  /** Returns how many were captured within the limit. */
  private int capture(int from, long[] nanos, long interval, long limit) throws Exception {
    Pacer pacer = new Pacer();
    long begin = System.nanoTime();
    for (int i = 0; i < nanos.length; i++) {
      RuntimeException error = SampleError.create(from + i);
      pacer.await(interval);
      long start = System.nanoTime();
      peer.capture(error);
      long end = System.nanoTime();
      nanos[i] = end - start;
      if (end - begin > limit) {
        return i + 1;
      }
    }
    return nanos.length;
  }
}
