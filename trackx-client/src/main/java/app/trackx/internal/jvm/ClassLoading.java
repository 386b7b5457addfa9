package app.trackx.internal.jvm;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A check whether classes can be loaded and initialized now without harm to the JVM.
 *
 * <p>A class whose static initializer fails stays broken until the JVM ends, and a class loader
 * that fails to open a jar never tries again. Both happen to classes of the JDK and of the
 * application if the client loads something while no file descriptor is free or the metaspace is
 * full. Therefore the client checks before it does anything for the first time: before it creates
 * its stages, opens its first connection, writes its first file, and calls SLF4J.
 *
 * <p>The result holds only for the moment. Another thread may use up the last descriptors during
 * the following work, which takes some ten milliseconds. No Java API reserves descriptors for class
 * loaders, so this race remains.
 */
public final class ClassLoading {
  /** Roughly the number of classes that the client and plain http load, with a margin. */
  public static final int FEW = 350;

  /** Roughly the number of classes that TLS or a logging backend loads, with a margin. */
  public static final int MANY = 2_000;

  /** Each test that finds no metaspace costs the JVM two full collections. */
  private static final long BETWEEN_TESTS = TimeUnit.SECONDS.toNanos(2);

  private static volatile boolean exhausted;

  // guarded by the class
  private static boolean tested;
  private static long testedAt;

  private ClassLoading() {}

  /**
   * Returns whether about {@code classes} classes can be loaded now. Not for the caller's thread.
   *
   * <p>Returns true if the classes of the check itself cannot be loaded: the class loader of a web
   * application was closed. Waiting would not help; the caller's own classes fail next.
   */
  public static boolean isSafe(int classes) {
    try {
      return !(exhausted && isExhausted(classes)) && Descriptors.suffice();
    } catch (LinkageError closed) {
      return true;
    }
  }

  private static synchronized boolean isExhausted(int classes) {
    if (!tested || System.nanoTime() - testedAt >= BETWEEN_TESTS) {
      try {
        Metaspace.test(classes);
        exhausted = false;
      } catch (OutOfMemoryError full) { // perhaps from loading the test's own classes
        exhausted = true;
      }
      tested = exhausted;
      testedAt = System.nanoTime();
    }
    return exhausted;
  }

  /**
   * Records an {@code OutOfMemoryError}, so that the metaspace is tested before more classes are
   * loaded. Any thread; allocates nothing.
   *
   * @param message the message of the error
   * @return true if memory for classes is exhausted, and not the heap
   */
  public static boolean noticeOutOfMemory(@Nullable String message) {
    boolean classes = "Metaspace".equals(message) || "Compressed class space".equals(message);
    if (classes) {
      exhausted = true;
    }
    return classes;
  }
}
