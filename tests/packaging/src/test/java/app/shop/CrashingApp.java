package app.shop;

/** An application without TrackX that exits with an uncaught exception. */
public final class CrashingApp {
  private CrashingApp() {}

  public static void main(String[] args) {
    System.out.println("running");
    throw new IllegalStateException("no order");
  }
}
