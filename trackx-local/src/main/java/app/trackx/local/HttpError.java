package app.trackx.local;

/** A request that the server turns down: a status and the text that goes with it. */
final class HttpError extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String text;

  HttpError(int status, String text) {
    super(text, null, false, false);
    this.status = status;
    this.text = text;
  }

  Answer answer() {
    return Answer.text(status, text);
  }
}
