package app.trackx.examples.logback;

/** Thrown if an order cannot be shipped. */
final class ShippingFailed extends Exception {
  private static final long serialVersionUID = 1L;

  ShippingFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
