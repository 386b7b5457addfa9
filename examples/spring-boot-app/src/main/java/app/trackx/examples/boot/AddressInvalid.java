package app.trackx.examples.boot;

/** An address has a fault. */
final class AddressInvalid extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AddressInvalid(String message) {
    super(message);
  }
}
