package app.trackx.transport;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The result of one request. Immutable.
 *
 * <table>
 *   <caption>How {@link #ofResponse} and the bundled transport classify a response</caption>
 *   <tr><th>response</th><th>outcome</th></tr>
 *   <tr><td>2xx without a web page (HTML or XML)</td><td>{@link Kind#SENT}</td></tr>
 *   <tr><td>429, or 503 with {@code Retry-After}</td><td>{@link Kind#RATE_LIMITED}</td></tr>
 *   <tr><td>new connection closed without a response</td><td>{@link Kind#RATE_LIMITED}</td></tr>
 *   <tr><td>408, 425, 5xx, no response</td><td>{@link Kind#RETRY}</td></tr>
 *   <tr><td>2xx with a web page, any proxy failure (407)</td><td>{@link Kind#RETRY}</td></tr>
 *   <tr><td>3xx, 401, 403, 404</td><td>{@link Kind#MISCONFIGURED}</td></tr>
 *   <tr><td>any other 4xx</td><td>{@link Kind#REJECTED}</td></tr>
 * </table>
 */
public final class Outcome {
  /** The kind of an outcome, which determines what the client does next. */
  public enum Kind {
    /**
     * The server accepted the request. It processes events after it responds, so this does not
     * prove that the event was stored.
     */
    SENT,
    /** The request failed, perhaps temporarily. The client keeps the event and retries later. */
    RETRY,
    /**
     * The server rate-limited the client. The client keeps the event and sends nothing until {@link
     * #retryAfter()} has passed.
     */
    RATE_LIMITED,
    /** The server rejected this request for good. The client drops the event and counts it. */
    REJECTED,
    /**
     * The URL, its key or the origin is wrong. The client drops the event, counts it, and warns
     * once.
     */
    MISCONFIGURED
  }

  private static final Outcome SENT = new Outcome(Kind.SENT, 200, Duration.ZERO, "");

  private final Kind kind;
  private final int status;
  private final Duration retryAfter;
  private final String detail;

  private Outcome(Kind kind, int status, Duration retryAfter, String detail) {
    this.kind = kind;
    this.status = status;
    this.retryAfter = Objects.requireNonNull(retryAfter, "retryAfter");
    this.detail = Objects.requireNonNull(detail, "detail");
  }

  /**
   * Classifies an HTTP response as the bundled transport does; see the table in the class
   * description.
   *
   * <p>TrackX responds with {@code ok} as {@code text/plain}. A 2xx with a page of HTML or XML comes
   * from a gateway's login page or a firewall's challenge, and the event was not accepted. An empty 2xx
   * counts as accepted: a relay may respond with 202 or 204, and an accepted event must not be sent
   * again.
   *
   * @param status the HTTP status
   * @param headers returns the value of a header, or null if it is absent; must ignore the case of
   *     the name. Called only for the headers that matter for the status
   * @param bodyStart about the first 128 bytes of the body as text; empty if there is no body or it
   *     did not arrive in time
   * @return the outcome
   */
  public static Outcome ofResponse(
      int status, Function<String, @Nullable String> headers, String bodyStart) {
    switch (status) {
      case 429:
        Duration asked = RetryAfter.of(headers, System.currentTimeMillis());
        return rateLimited(status, asked == null ? RetryAfter.DEFAULT : asked);
      case 503:
        Duration pause = RetryAfter.of(headers, System.currentTimeMillis());
        return pause == null ? retry(status) : rateLimited(status, pause);
      case 401:
      case 403:
      case 404:
        return misconfigured(status, bodyStart);
      case 407:
      case 408:
      case 425:
        return retry(status);
      default:
        return ofClass(status, headers, bodyStart);
    }
  }

  private static Outcome ofClass(
      int status, Function<String, @Nullable String> headers, String bodyStart) {
    switch (status / 100) {
      case 2:
        String page = HtmlPage.typeOf(headers.apply("Content-Type"), bodyStart);
        return page == null ? SENT : new Outcome(Kind.RETRY, status, Duration.ZERO, page);
      case 3:
        return misconfigured(status, "");
      case 4:
        return rejected(status);
      default:
        return retry(status);
    }
  }

  /**
   * Returns the outcome for a new connection that was closed or reset before any byte of a response
   * arrived.
   *
   * <p>Upstream's complete nginx configuration enforces its rate limit this way: its error page for
   * a 429 closes the connection (with a reset if nginx had not read the whole request). The client
   * therefore sends nothing for 5 minutes at first, and up to 30 if it happens again. A reused
   * connection may simply have been stale, so a transport retries once on a new connection before
   * it returns this outcome.
   *
   * @return an outcome of kind {@link Kind#RATE_LIMITED} with status 0
   */
  public static Outcome closedWithoutAnswer() {
    return rateLimited(0, RetryAfter.DEFAULT);
  }

  /**
   * Returns the outcome for a response that came from a proxy instead of the server: a 407, or a
   * {@code CONNECT} that the proxy refused or failed to complete.
   *
   * @param status the HTTP status of the proxy's response
   * @param proxy the proxy as {@code host:port}, for the client's warning
   * @return an outcome of kind {@link Kind#RETRY} whose detail is the proxy
   */
  public static Outcome proxyFailed(int status, String proxy) {
    return new Outcome(Kind.RETRY, status, Duration.ZERO, proxy);
  }

  /**
   * Returns the outcome for a request that the server accepted.
   *
   * @return an outcome of kind {@link Kind#SENT}
   */
  public static Outcome sent() {
    return SENT;
  }

  /**
   * Returns the outcome for a request that failed, perhaps temporarily.
   *
   * @param status the HTTP status, or 0 if there was no response
   * @return an outcome of kind {@link Kind#RETRY}
   */
  public static Outcome retry(int status) {
    return new Outcome(Kind.RETRY, status, Duration.ZERO, "");
  }

  /**
   * Returns the outcome for a request that the server rate-limited.
   *
   * @param status the HTTP status; 0 stands for a connection that was {@linkplain
   *     #closedWithoutAnswer closed without a response}
   * @param retryAfter how long to send nothing; the client limits it to between one second and one
   *     day
   * @return an outcome of kind {@link Kind#RATE_LIMITED}
   */
  public static Outcome rateLimited(int status, Duration retryAfter) {
    return new Outcome(Kind.RATE_LIMITED, status, retryAfter, "");
  }

  /**
   * Returns the outcome for a request that the server will never accept.
   *
   * @param status the HTTP status
   * @return an outcome of kind {@link Kind#REJECTED}
   */
  public static Outcome rejected(int status) {
    return new Outcome(Kind.REJECTED, status, Duration.ZERO, "");
  }

  /**
   * Returns the outcome for a wrong URL, key or origin.
   *
   * @param status the HTTP status, or 0 if the transport itself found the fault
   * @param detail the start of the response's body, such as {@code Invalid key}; may be empty. The
   *     client uses it to choose its warning and never logs it. With status 0, one or more
   *     sentences by the transport that name the fault and its remedy, which the client logs
   * @return an outcome of kind {@link Kind#MISCONFIGURED}
   */
  public static Outcome misconfigured(int status, String detail) {
    return new Outcome(Kind.MISCONFIGURED, status, Duration.ZERO, detail);
  }

  /**
   * Returns the kind of outcome, which determines what the client does next.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }

  /**
   * Returns the HTTP status.
   *
   * @return 100 to 599, or 0 if there was no response
   */
  public int status() {
    return status;
  }

  /**
   * Returns how long the client sends nothing.
   *
   * @return zero unless the kind is {@link Kind#RATE_LIMITED}
   */
  public Duration retryAfter() {
    return retryAfter;
  }

  /**
   * Returns details of the response.
   *
   * @return for {@link Kind#MISCONFIGURED}, the start of the response's body, or with status 0 the
   *     transport's own sentences. For {@link
   *     Kind#RETRY}, the media type of the page that came with a 2xx, or the proxy that {@linkplain
   *     #proxyFailed failed}. Otherwise empty
   */
  public String detail() {
    return detail;
  }

  /** Returns the kind and the status. */
  @Override
  public String toString() {
    return kind + " (" + status + ")";
  }
}
