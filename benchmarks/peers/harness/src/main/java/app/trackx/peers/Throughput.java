package app.trackx.peers;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * Captures distinct events as fast as the client delivers them, with at most {@link Peer#window} in flight. Arguments:
 * warm-up events, events, seconds at most.
 */
final class Throughput {
  private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(7);

  private final Peer peer;
  private final SinkClient sink;

  private Throughput(Peer peer, SinkClient sink) {
    this.peer = peer;
    this.sink = sink;
  }

  public static void main(String[] args) throws Exception {
    int warmUp = Integer.parseInt(args[0]);
    int count = Integer.parseInt(args[1]);
    long limit = TimeUnit.SECONDS.toNanos(Integer.parseInt(args[2]));
    Peer peer = Peer.load();
    peer.setUp(Settings.serverUrl());
    Throughput throughput = new Throughput(peer, SinkClient.ofThisRun());
    throughput.run(0, warmUp, Math.min(limit, TimeUnit.SECONDS.toNanos(40)));
    throughput.sink.awaitQuiet(peer.quietMillis(), 20_000);
    throughput.sink.reset();
    System.gc();
    throughput.measure(warmUp, count, limit);
    Program.exit();
  }

  private void measure(int from, int count, long limit) throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long cpu = JvmState.cpuNanos();
    long callerCpu = threads.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    Run run = run(from, count, limit);
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuSeconds = (JvmState.cpuNanos() - cpu) / 1e9;
    double callerCpuSeconds = (threads.getCurrentThreadCpuTime() - callerCpu) / 1e9;
    Row.print("window", peer.window());
    Row.print("captured", run.captured());
    Row.print("accepted", run.accepted());
    Row.print("eventsPerSecond", run.accepted() / seconds);
    Row.print("cpuSecondsPer1000", cpuSeconds / run.accepted() * 1000);
    Row.print("callerCpuSecondsPer1000", callerCpuSeconds / run.captured() * 1000);
    Row.print("wallMs", seconds * 1000);
    sink.awaitQuiet(peer.quietMillis(), 20_000);
    Row.printAll("sink.", sink.stats(from, from + count));
  }

  /** Ends when all are accepted, when nothing was accepted for a while, or at the time limit. */
  private Run run(int from, int count, long limit) throws Exception {
    long base = sink.accepted();
    long end = System.nanoTime() + limit;
    long progress = System.nanoTime();
    long accepted = 0;
    int captured = 0;
    while (System.nanoTime() < end && (captured < count || accepted < count)) {
      long now = sink.accepted() - base;
      if (now != accepted) {
        accepted = now;
        progress = System.nanoTime();
      }
      if (captured < count && captured - accepted < peer.window()) {
        peer.capture(SampleError.create(from + captured++));
      } else if (System.nanoTime() - progress < STALLED_NANOS) {
        Thread.sleep(0, 300_000);
      } else if (captured < count) {
        base -= captured - accepted; // those were lost; the run continues without them
        progress = System.nanoTime();
      } else {
        break;
      }
    }
    return new Run(captured, accepted);
  }

  private record Run(int captured, long accepted) {}
}
