package app.trackx;

/** Errors from places that a test makes up, so that they are different ones, or the same one. */
final class Errors {
  private Errors() {}

  /** An error that was thrown in that line of some file; the same line is the same bug. */
  static RuntimeException at(int line) {
    return at(line, "m" + line);
  }

  /** The same, with a message. */
  static RuntimeException at(int line, String message) {
    RuntimeException error = new RuntimeException(message);
    error.setStackTrace(new StackTraceElement[] {
      new StackTraceElement("com.acme.Shop", "sell", "Shop.java", line),
      new StackTraceElement("com.acme.Main", "main", "Main.java", 1)
    });
    return error;
  }
}
