package app.trackx.internal.stack;

/** Overflows the stack for real: a calls b calls c calls a, each with other calls on the way. */
@SuppressWarnings("InfiniteRecursion")
final class Recursion {
  private int depth;

  private Recursion() {}

  static StackOverflowError overflowing(long stackSize) throws InterruptedException {
    return (StackOverflowError) thrownIn(stackSize, () -> new Recursion().a());
  }

  static Throwable overflowingWrapped(long stackSize) throws InterruptedException {
    return thrownIn(stackSize, () -> new Recursion().wrapping(0));
  }

  private static Throwable thrownIn(long stackSize, Runnable recursion)
      throws InterruptedException {
    Throwable[] thrown = new Throwable[1];
    Runnable catching = () -> {
      try {
        recursion.run();
      } catch (Throwable e) {
        thrown[0] = e;
      }
    };
    Thread thread = new Thread(null, catching, "overflow", stackSize);
    thread.start();
    thread.join();
    return thrown[0];
  }

  private int a() {
    leaf(depth);
    return b() + 1;
  }

  private int b() {
    depth++;
    leaf(depth * 3);
    return c() + 1;
  }

  private int c() {
    leaf(String.valueOf(depth).length());
    return a() + 1;
  }

  private int leaf(int value) {
    return value % 7 == 0 ? Integer.toHexString(value).length() : Math.max(value, 3);
  }

  private int wrapping(int level) {
    try {
      return wrapping(level + 1) + 1;
    } catch (StackOverflowError e) {
      throw new IllegalStateException("infinite recursion", e);
    }
  }
}
