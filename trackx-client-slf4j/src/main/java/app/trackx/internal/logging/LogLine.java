package app.trackx.internal.logging;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a logging library knows of one log record, in the words of them all. Read once, on the thread
 * that reports it. Any method may call code of the application, and throw what that throws.
 */
public interface LogLine {
  /** Whether the adapter's own filters let it through. */
  default boolean isWanted() {
    return true;
  }

  /** The logger's name. */
  String logger();

  /** The level's name. */
  String level();

  /** The name of the thread that logged; null if only another thread would know. */
  @Nullable
  String thread();

  /**
   * Whether this thread is the one that logged, and still within that call: only then do its frames
   * say where.
   */
  boolean isWithinTheCall();

  @Nullable
  Throwable thrown();

  /** What is left of an exception that came from another JVM. */
  @Nullable
  RemoteThrowable foreign();

  /** The message, with its parameters. */
  String message();

  /** The message without its parameters; null if there is no such thing. */
  @Nullable
  String template();

  /** Where it was logged, if the library has found that out already, innermost frame first. */
  StackTraceElement @Nullable [] callSite();

  /** Names of its markers, and of those that they refer to. */
  List<String> markers();

  /** Keys and values that were logged beside the message; a key may be null. */
  Map<String, @Nullable Object> pairs();

  /** A value of the diagnostic context of the thread that logged. */
  @Nullable
  String contextValue(String key);
}
