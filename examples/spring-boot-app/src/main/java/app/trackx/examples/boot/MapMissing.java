package app.trackx.examples.boot;

/** Thrown if there is no map. */
final class MapMissing extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MapMissing(String message) {
    super(message);
  }
}
