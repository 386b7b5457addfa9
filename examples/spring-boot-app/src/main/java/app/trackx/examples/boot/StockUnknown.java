package app.trackx.examples.boot;

/** Nobody knows what is in stock. */
final class StockUnknown extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StockUnknown(String message) {
    super(message);
  }
}
