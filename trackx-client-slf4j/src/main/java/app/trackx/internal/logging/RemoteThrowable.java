package app.trackx.internal.logging;

import org.jspecify.annotations.Nullable;

/** An exception of another JVM: what of it can be sent over a network. */
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
