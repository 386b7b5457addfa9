package jakarta.ws.rs;

/** Looks like that of JAX-RS, for what the filter knows by name alone. */
public class WebApplicationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  public WebApplicationException(int status) {
    super("HTTP " + status);
    this.status = status;
  }

  public Response getResponse() {
    return new Response() {
      @Override
      public int getStatus() {
        return status;
      }
    };
  }

  /** The same. */
  public abstract static class Response {
    public abstract int getStatus();
  }
}
