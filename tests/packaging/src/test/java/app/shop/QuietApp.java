package app.shop;

/** An application that fails nowhere. */
public final class QuietApp {
  private QuietApp() {}

  public static void main(String[] args) {
    System.out.println("running");
  }
}
