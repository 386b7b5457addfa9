package app.shop;

/** An application that knows nothing of TrackX. */
public final class CrashingApp {
  private CrashingApp() {}

  public static void main(String[] args) {
    System.out.println("running");
    throw new IllegalStateException("no order");
  }
}
