package app.trackx.peers;

/**
 * Sets up a client in a fresh JVM, captures one error and flushes. With an argument the process exits without its
 * shutdown hooks. It uses no class of the harness that the measurement does not need.
 */
final class ColdStart {
  private ColdStart() {}

  public static void main(String[] args) throws Exception {
    Peer peer = Peer.load();
    long start = System.nanoTime();
    peer.setUp(Settings.serverUrl());
    long setUp = System.nanoTime();
    RuntimeException error = SampleError.create(1);
    long created = System.nanoTime();
    peer.capture(error);
    long captured = System.nanoTime();
    if (!peer.flush(10_000)) {
      peer.close();
    }
    long flushed = System.nanoTime();
    System.out.println("R setupUs=" + (setUp - start) / 1000);
    System.out.println("R captureUs=" + (captured - created) / 1000);
    System.out.println("R flushUs=" + (flushed - captured) / 1000);
    System.out.println("R peakKiB=" + PeakMemory.kib());
    if (args.length > 0) {
      Runtime.getRuntime().halt(0);
    }
  }
}
