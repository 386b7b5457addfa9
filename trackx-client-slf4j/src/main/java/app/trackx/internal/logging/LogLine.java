package app.trackx.internal.logging;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A log record, independent of its logging library. Read once, on the thread that reports it. Any
 * method may call code of the application and throw its exceptions.
 */
public interface LogLine {
  /** Returns whether the adapter's own filters accept the record. */
  default boolean isWanted() {
    return true;
  }

  /** Returns the logger's name. */
  String logger();

  /** Returns the level's name. */
  String level();

  /** Returns the name of the thread that logged, or null if only that thread can tell. */
  @Nullable
  String thread();

  /**
   * Returns whether the current thread is still within the log call, so that its stack shows the
   * call site.
   */
  boolean isWithinLogCall();

  @Nullable
  Throwable thrown();

  /** Returns an exception that was deserialized from another JVM. */
  @Nullable
  RemoteThrowable remoteThrowable();

  /** Returns the message with its parameters. */
  String message();

  /** Returns the message without its parameters, or null if there is none. */
  @Nullable
  String template();

  /** Returns whether the level is {@code INFO} or a more severe one. */
  boolean isAtLeastInfo();

  /** Returns when the record was logged, in milliseconds since the epoch. */
  long millis();

  /**
   * Returns the message as the code passed it, without its arguments, if that is a string. Unlike
   * {@link #template}, runs no code of a message.
   */
  @Nullable
  String messageOfCode();

  /** Returns whether the message has arguments. */
  boolean hasArguments();

  /** Returns whether the current thread logged the record. */
  default boolean isFromThisThread() {
    return isWithinLogCall();
  }

  /** Returns the call site, innermost frame first, or null if the library has not determined it. */
  StackTraceElement @Nullable [] callSite();

  /** Returns the names of the markers and of the markers that they refer to. */
  List<String> markers();

  /** Returns the key-value pairs that were logged with the message; a key may be null. */
  Map<String, @Nullable Object> pairs();

  /** Returns a value of the logging thread's diagnostic context. */
  @Nullable
  String contextValue(String key);
}
