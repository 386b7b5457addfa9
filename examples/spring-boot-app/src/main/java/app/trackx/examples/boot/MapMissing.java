package app.trackx.examples.boot;

/** There is no map. */
final class MapMissing extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MapMissing(String message) {
    super(message);
  }
}
