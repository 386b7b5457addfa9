package app.trackx.local;

/** The rejection of a request, with the status and text of the response. */
final class HttpError extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String text;

  HttpError(int status, String text) {
    super(text, null, false, false);
    this.status = status;
    this.text = text;
  }

  Response response() {
    return Response.text(status, text);
  }
}
