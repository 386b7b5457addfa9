package app.shop;

/** An application with its own uncaught exception handler, which delegates to the previous one. */
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
