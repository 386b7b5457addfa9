package app.trackx.peers;

/**
 * Captures errors at a steady pace while the server refuses requests for a while. Arguments: errors, interval in ms.
 */
final class Refusals {
  private Refusals() {}

  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[0]);
    long interval = Long.parseLong(args[1]);
    Peer peer = Peer.load();
    peer.setUp(Settings.serverUrl());
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      RuntimeException error = SampleError.create(i);
      long start = System.nanoTime();
      peer.capture(error);
      nanos[i] = System.nanoTime() - start;
      Thread.sleep(interval);
    }
    SinkClient sink = SinkClient.ofThisRun();
    sink.awaitQuiet(12_000, 60_000);
    peer.flush(15_000);
    sink.awaitQuiet(2_000, 20_000);
    Latencies.print("caller.", nanos, count);
    Row.printAll("sink.", sink.stats(0, count));
    Program.exit();
  }
}
