package app.trackx.examples.quickstart;

/** Thrown if an order cannot be accepted; the cause tells why. */
final class OrderRejected extends Exception {
  private static final long serialVersionUID = 1;

  OrderRejected(String message, Throwable cause) {
    super(message, cause);
  }
}
