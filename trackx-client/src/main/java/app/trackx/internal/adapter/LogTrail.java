package app.trackx.internal.adapter;

import app.trackx.internal.trail.CurrentTrail;
import org.jspecify.annotations.Nullable;

/**
 * The log records before an error, as adapters to logging libraries add them: within a request or
 * job, to the trail of the {@link app.trackx.RequestContext}; outside of both, nowhere.
 */
public final class LogTrail {
  private LogTrail() {}

  /** Makes requests and jobs that begin from now on have a trail. */
  public static void use() {
    CurrentTrail.use();
  }

  /** Returns whether this thread works for a request or job that has a trail. */
  public static boolean isOpen() {
    return CurrentTrail.isOpen();
  }

  /**
   * Adds a record that this thread has just logged. Keeps nothing of it but these values.
   *
   * @param millis when it was logged, in milliseconds since the epoch
   * @param level the level's name
   * @param logger the logger's name
   * @param text the message without its arguments, kept only if it is a literal of the code; null
   *     for none
   * @param hasArguments whether the message has arguments
   */
  public static void add(
      long millis, String level, String logger, @Nullable String text, boolean hasArguments) {
    CurrentTrail.add(millis, level, logger, text, hasArguments);
  }
}
