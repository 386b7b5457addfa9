package app.trackx.servlet;

/** Support for {@code Thread.stop} during start-up. JDK 20 and later stop no threads. */
final class ThreadStops {
  private ThreadStops() {}

  /** Rethrows the error if this JDK uses it to stop a thread; otherwise does nothing. */
  static void rethrow(Throwable error) {
    // by name, since the class is to be removed from a later JDK
    if (error.getClass().getName().equals("java.lang.ThreadDeath") && canHappen()) {
      throw (Error) error;
    }
  }

  private static boolean canHappen() {
    try {
      String version = System.getProperty("java.specification.version", "1.8");
      return version.startsWith("1.") || Integer.parseInt(version) < 20;
    } catch (RuntimeException notANumberOrNotAllowed) {
      return true;
    }
  }
}
