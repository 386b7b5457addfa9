package app.trackx.internal.logging;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The shutdown of the JVM, during which logging libraries stop their appenders one after the other
 * in a shutdown hook. All appenders together may block for two seconds, counted from the first
 * call.
 */
final class JvmEnd {
  private static final long NANOS = TimeUnit.SECONDS.toNanos(2);

  // both guarded by this class
  private static long deadline;
  private static boolean started;

  private JvmEnd() {}

  /** Returns whether the JVM is shutting down. Only a rejected shutdown hook reveals that. */
  static boolean isShuttingDown() {
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

  /** Returns the time for which an appender may still block. */
  static synchronized Duration timeLeft() {
    if (!started) {
      started = true;
      deadline = System.nanoTime() + NANOS;
    }
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }
}
