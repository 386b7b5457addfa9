package app.shop;

/** An application with an uncaught-exception handler of its own, set by itself or before it. */
public final class OwnHandlerApp {
  private OwnHandlerApp() {}

  public static void main(String[] args) {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {
      System.err.println("own: " + error.getMessage());
      if (before != null) {
        before.uncaughtException(thread, error);
      }
    });
    throw new IllegalStateException("no order");
  }
}
