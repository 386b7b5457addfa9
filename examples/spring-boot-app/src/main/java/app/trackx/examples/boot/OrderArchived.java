package app.trackx.examples.boot;

/** There was such an order. */
@Gone
final class OrderArchived extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OrderArchived(String message) {
    super(message);
  }
}
