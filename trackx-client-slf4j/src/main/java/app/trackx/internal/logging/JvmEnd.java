package app.trackx.internal.logging;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The end of the JVM, when logging libraries stop their appenders in a shutdown hook, one after the
 * other: all of them together may wait for two seconds, from the first that asks.
 */
final class JvmEnd {
  private static final long NANOS = TimeUnit.SECONDS.toNanos(2);

  private static long deadline; // guarded by this class
  private static boolean begun;

  private JvmEnd() {}

  /** Whether the JVM is ending. Only asking for something that it refuses then tells. */
  static boolean isNear() {
    Thread hook = new Thread("trackx-never-started");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      Runtime.getRuntime().removeShutdownHook(hook);
      return false;
    } catch (IllegalStateException ending) {
      return true;
    } catch (RuntimeException notAllowed) {
      return false;
    }
  }

  /** How long one may still wait. */
  static synchronized Duration timeLeft() {
    if (!begun) {
      begun = true;
      deadline = System.nanoTime() + NANOS;
    }
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }
}
