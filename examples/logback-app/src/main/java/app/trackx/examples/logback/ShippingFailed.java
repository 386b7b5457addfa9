package app.trackx.examples.logback;

/** An order could not be shipped. */
final class ShippingFailed extends Exception {
  private static final long serialVersionUID = 1L;

  ShippingFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
