package app.trackx.internal.jvm;

import org.jspecify.annotations.Nullable;

/**
 * A check for the error that {@code Thread.stop} throws, which must be rethrown. Up to JDK 19 any
 * line of code may throw it. Later JDKs cannot stop threads and will remove its class, so the class
 * is looked up by name.
 */
public final class ThreadStop {
  private static final int FIRST_JDK_WITHOUT = 20;

  /** Looked up once: creating an error's class name may allocate, and the heap may be exhausted. */
  private static final @Nullable Class<?> THREAD_DEATH = threadDeath();

  private static final boolean CAN_HAPPEN = THREAD_DEATH != null && !isGone();

  private ThreadStop() {}

  /** Returns whether it is a {@code ThreadDeath}, on any JDK. Allocates nothing. */
  public static boolean isThreadDeath(Throwable error) {
    return error.getClass() == THREAD_DEATH;
  }

  /** Rethrows the error if this JDK stops threads with it; otherwise does nothing. */
  public static void rethrow(Throwable error) {
    if (CAN_HAPPEN && isThreadDeath(error)) {
      throw (Error) error;
    }
  }

  /**
   * Returns whether this JDK prints an uncaught {@code ThreadDeath}, because it cannot stop
   * threads.
   */
  public static boolean isGone() {
    try {
      String version = System.getProperty("java.specification.version", "1.8");
      return !version.startsWith("1.") && Integer.parseInt(version) >= FIRST_JDK_WITHOUT;
    } catch (RuntimeException notANumberOrNotAllowed) {
      return false;
    }
  }

  private static @Nullable Class<?> threadDeath() {
    try {
      return Class.forName("java.lang.ThreadDeath");
    } catch (ClassNotFoundException removedFromTheJdk) {
      return null;
    }
  }
}
