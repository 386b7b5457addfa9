package app.trackx.servlet;

/** Lets out what {@code Thread.stop} throws during set-up. Later JDKs than 19 stop no thread. */
final class ThreadStops {
  private ThreadStops() {}

  /** Throws the error again if it is how this JDK stops a thread; else does nothing. */
  static void rethrow(Throwable error) {
    // by its name: a later JDK is to lose the class
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
