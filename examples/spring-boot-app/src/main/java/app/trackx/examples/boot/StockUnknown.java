package app.trackx.examples.boot;

/** Thrown if the stock is unknown. */
final class StockUnknown extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StockUnknown(String message) {
    super(message);
  }
}
