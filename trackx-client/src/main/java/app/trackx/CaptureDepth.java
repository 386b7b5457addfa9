package app.trackx;

/**
 * The capture depth of each thread. Without it, an exception whose {@code getMessage} and
 * {@code getCause} both report the exception again would be captured twice as often at each level.
 *
 * <p>Costs a thread-local look-up, a few nanoseconds, and 16 bytes for each thread that has
 * captured an error. Key and value are of JDK classes, so no thread keeps a class loader reachable.
 */
final class CaptureDepth {
  private static final ThreadLocal<int[]> DEPTH = new ThreadLocal<>();

  private CaptureDepth() {}

  /**
   * Returns the calling thread's depth in an array of length one, which the caller may change: a
   * write needs no stack.
   */
  static int[] ofThisThread() {
    int[] depth = DEPTH.get();
    if (depth == null) {
      depth = new int[1];
      DEPTH.set(depth);
    }
    return depth;
  }
}
