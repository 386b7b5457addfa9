package app.trackx;

/**
 * How deep a thread is in the capture of an error. An exception whose {@code getMessage} and {@code
 * getCause} both send the exception again would otherwise be captured twice as often at each level.
 *
 * <p>Costs a look-up among the thread's locals, some nanoseconds, and each thread that ever captured an
 * error 16 bytes. Key and value are objects of JDK classes, so no thread keeps a class loader for it.
 */
final class CaptureDepth {
  private static final ThreadLocal<int[]> DEPTH = new ThreadLocal<>();

  private CaptureDepth() {}

  /** The calling thread's depth, in an array of one that it may change: a write needs no stack. */
  static int[] ofThisThread() {
    int[] depth = DEPTH.get();
    if (depth == null) {
      depth = new int[1];
      DEPTH.set(depth);
    }
    return depth;
  }
}
