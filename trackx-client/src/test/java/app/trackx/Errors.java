package app.trackx;

import app.trackx.internal.stack.CauseChain;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Errors with made-up stack frames, so that they are equal or different as a test needs. */
final class Errors {
  private Errors() {}

  /** Returns an error thrown in the given line of a file; the same line is the same bug. */
  static RuntimeException at(int line) {
    return at(line, "m" + line);
  }

  /** Returns the same error with a message. */
  static RuntimeException at(int line, String message) {
    RuntimeException error = new RuntimeException(message);
    error.setStackTrace(new StackTraceElement[] {
      new StackTraceElement("com.acme.Shop", "sell", "Shop.java", line),
      new StackTraceElement("com.acme.Main", "main", "Main.java", 1)
    });
    return error;
  }

  /** Returns an error as it is when {@code sendEvent} has captured it. */
  static Occurrence captured(Throwable error, long nanos) {
    return captured(CauseChain.of(error), nanos, null);
  }

  /** Returns an error as it is when it was captured by hand, with details. */
  static Occurrence captured(CauseChain chain, long nanos, Occurrence.@Nullable Details details) {
    return new Occurrence(
        EventType.PROGRAMMATIC, nanos, chain, "main", Collections.emptyMap(), null, details);
  }
}
