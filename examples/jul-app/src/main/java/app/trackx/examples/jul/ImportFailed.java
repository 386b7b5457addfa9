package app.trackx.examples.jul;

/** Thrown if a line cannot be imported. */
final class ImportFailed extends Exception {
  private static final long serialVersionUID = 1L;

  ImportFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
