package app.trackx.jul;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether records come from the call that logged them, or by way of a {@code MemoryHandler},
 * which keeps them until one at its push level, {@code SEVERE} by default, has it push them all: the
 * frames are then those of that last one.
 *
 * <p>Only the frames tell, and to read them costs the logging thread 9 µs at a depth of 60 and 30 µs
 * at 200, three times what it costs to take them. So they are read for the first record that needs it,
 * and the answer holds: a handler stays where it was put.
 */
final class Detour {
  private static final String KEEPS = "java.util.logging.MemoryHandler";
  private static final String LOGS = "java.util.logging.Logger";

  private volatile @Nullable Boolean found;

  /** Whether the record was logged by the call that this thread is in, which is its own thread. */
  boolean isWithinTheCall(LogRecord record) {
    Boolean detour = found;
    if (detour == null) {
      detour = leadsThroughMemory(new Throwable().getStackTrace());
      found = detour;
    }
    return !detour || record.getLevel().intValue() >= Level.SEVERE.intValue();
  }

  private static boolean leadsThroughMemory(StackTraceElement[] frames) {
    for (StackTraceElement frame : frames) {
      if (frame.getClassName().equals(KEEPS)) {
        return true;
      }
      if (frame.getClassName().equals(LOGS)) {
        return false;
      }
    }
    return false;
  }
}
