package app.trackx;

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
}
