package app.trackx.benchmarks;

/** A measurement of the live heap. */
final class Heap {
  private Heap() {}

  /** Returns the bytes in use after several garbage collections. */
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
