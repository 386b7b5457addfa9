package app.trackx.benchmarks;

/** What is alive on the heap. */
final class Heap {
  private Heap() {}

  /** Bytes in use after several collections. */
  static long live() throws InterruptedException {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(50);
      Runtime runtime = Runtime.getRuntime();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }
}
