package app.trackx.servlet;

/**
 * The classes and request attributes of web frameworks that the filter refers to by name, since
 * none of them is a dependency. {@link ClientAborts} has its own lists of containers.
 */
final class FrameworkNames {
  /**
   * Attribute in which Spring's dispatcher leaves an exception that an {@code @ExceptionHandler}
   * answered.
   */
  static final String SPRING_EXCEPTION =
      "org.springframework.web.servlet.DispatcherServlet.EXCEPTION";

  /** Attribute in which Spring leaves the template of a request's path. */
  static final String SPRING_PATTERN =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

  /** The exception by which Spring signals that a request timed out. */
  static final String SPRING_TIMEOUT =
      "org.springframework.web.context.request.async.AsyncRequestTimeoutException";

  static final String SPRING_STATUS_EXCEPTION =
      "org.springframework.web.server.ResponseStatusException";
  static final String SPRING_ERROR_RESPONSE = "org.springframework.web.ErrorResponse";
  static final String SPRING_RESPONSE_STATUS =
      "org.springframework.web.bind.annotation.ResponseStatus";
  static final String SPRING_ALIAS_FOR = "org.springframework.core.annotation.AliasFor";
  static final String SPRING_HTTP_STATUS = "org.springframework.http.HttpStatus";

  static final String JAX_RS_EXCEPTION = "jakarta.ws.rs.WebApplicationException";
  static final String OLD_JAX_RS_EXCEPTION = "javax.ws.rs.WebApplicationException";

  /** Jetty's exception for a malformed request. */
  static final String JETTY_BAD_MESSAGE = "org.eclipse.jetty.http.BadMessageException";

  private FrameworkNames() {}
}
