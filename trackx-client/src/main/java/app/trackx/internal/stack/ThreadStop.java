package app.trackx.internal.stack;

import org.jspecify.annotations.Nullable;

/**
 * Knows what {@code Thread.stop} throws, which must leave again whatever it interrupted. Up to JDK 19 it
 * may come out of any line of code. Later JDKs stop no thread, and are to lose the class, so it is known
 * by its name.
 */
public final class ThreadStop {
  private static final int FIRST_JDK_WITHOUT = 20;

  /** Looked up once: an error's class may have to make its name first, for which a heap is needed. */
  private static final @Nullable Class<?> THREAD_DEATH = threadDeath();

  private static final boolean CAN_HAPPEN = THREAD_DEATH != null && !isGone();

  private ThreadStop() {}

  /** Whether it is a {@code ThreadDeath}, on any JDK. Allocates nothing. */
  public static boolean isThreadDeath(Throwable error) {
    return error.getClass() == THREAD_DEATH;
  }

  /** Throws the error again if it is how this JDK stops a thread; else does nothing. */
  public static void rethrow(Throwable error) {
    if (CAN_HAPPEN && isThreadDeath(error)) {
      throw (Error) error;
    }
  }

  /** Whether this JDK prints a {@code ThreadDeath} that nothing catches, since it stops no thread. */
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
