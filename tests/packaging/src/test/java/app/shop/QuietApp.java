package app.shop;

/** An application without errors. */
public final class QuietApp {
  private QuietApp() {}

  public static void main(String[] args) {
    System.out.println("running");
  }
}
