package app.trackx.local.internal.http;

/** The rejection of a request, with the status and text of the response. */
public final class HttpError extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String text;

  public HttpError(int status, String text) {
    super(text, null, false, false);
    this.status = status;
    this.text = text;
  }

  public Response response() {
    return Response.text(status, text);
  }
}
