package app.trackx.examples.quickstart;

/** An order that cannot be taken; the cause says why. */
final class OrderRejected extends Exception {
  private static final long serialVersionUID = 1;

  OrderRejected(String message, Throwable cause) {
    super(message, cause);
  }
}
