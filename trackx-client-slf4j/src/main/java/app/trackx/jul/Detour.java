package app.trackx.jul;

import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * A check for records that are published by the call that logged them, as opposed to a
 * {@code MemoryHandler}, which buffers records until one at its push level ({@code SEVERE} by
 * default) makes it push them all: the stack is then that of the last record.
 *
 * <p>Only the stack tells the two apart. Reading it costs the logging thread 9 µs at a depth of 60
 * and 30 µs at 200. Only records below {@code SEVERE} without an exception pay for that, and they
 * are not reported by default. The result is not cached, since a handler may be reached both ways.
 */
final class Detour {
  private static final String MEMORY_HANDLER = "java.util.logging.MemoryHandler";
  private static final String LOGGER = "java.util.logging.Logger";

  private Detour() {}

  /**
   * Returns whether the current call logged the record. The current thread must be the logging
   * thread.
   */
  static boolean isWithinLogCall(LogRecord record) {
    return record.getLevel().intValue() >= Level.SEVERE.intValue()
        || record.getThrown() != null // has its own stack trace
        || !passesMemoryHandler(new Throwable().getStackTrace());
  }

  private static boolean passesMemoryHandler(StackTraceElement[] frames) {
    for (StackTraceElement frame : frames) {
      if (frame.getClassName().equals(MEMORY_HANDLER)) {
        return true;
      }
      if (frame.getClassName().equals(LOGGER)) {
        return false;
      }
    }
    return false;
  }
}
