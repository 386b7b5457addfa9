package app.trackx.internal.logging;

import org.jspecify.annotations.Nullable;

/** An exception from another JVM, reduced to the parts that were serialized. */
public final class RemoteThrowable {
  final String className;
  final @Nullable String message;
  final StackTraceElement[] frames;

  public RemoteThrowable(String className, @Nullable String message, StackTraceElement[] frames) {
    this.className = className;
    this.message = message;
    this.frames = frames;
  }
}
