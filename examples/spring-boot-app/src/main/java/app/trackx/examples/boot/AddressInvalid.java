package app.trackx.examples.boot;

/** Thrown if an address is invalid. */
final class AddressInvalid extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AddressInvalid(String message) {
    super(message);
  }
}
