package jakarta.servlet;

/** Stands in for the real one, which the core knows by name alone. */
public class ServletException extends Exception {
  private static final long serialVersionUID = 1;

  public ServletException(String message, Throwable rootCause) {
    super(message, rootCause);
  }
}
