package app.trackx.examples.boot;

/** Thrown if an order no longer exists. */
@Gone
final class OrderArchived extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OrderArchived(String message) {
    super(message);
  }
}
