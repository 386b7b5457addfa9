package app.trackx.transport;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What became of one request. Immutable.
 *
 * <table>
 *   <caption>How {@link #ofResponse} and the bundled transport read an answer</caption>
 *   <tr><th>answer</th><th>outcome</th></tr>
 *   <tr><td>2xx without an HTML page</td><td>{@link Kind#SENT}</td></tr>
 *   <tr><td>429, or 503 with {@code Retry-After}</td><td>{@link Kind#RATE_LIMITED}</td></tr>
 *   <tr><td>a new connection closed without one byte</td><td>{@link Kind#RATE_LIMITED}</td></tr>
 *   <tr><td>408, 425, 5xx, no answer</td><td>{@link Kind#RETRY}</td></tr>
 *   <tr><td>2xx with an HTML page, any failure of a proxy such as 407</td><td>{@link Kind#RETRY}</td></tr>
 *   <tr><td>3xx, 401, 403, 404</td><td>{@link Kind#MISCONFIGURED}</td></tr>
 *   <tr><td>any other 4xx</td><td>{@link Kind#REJECTED}</td></tr>
 * </table>
 */
public final class Outcome {
  /** What the client does next. */
  public enum Kind {
    /** The server took it. It processes events after its answer, so this is no proof of storage. */
    SENT,
    /** It failed in a way that may pass: the client keeps the event and tries again later. */
    RETRY,
    /** The server asks for silence: the client keeps the event and sends nothing for that time. */
    RATE_LIMITED,
    /** The server does not want this request, ever: the event is dropped and counted. */
    REJECTED,
    /**
     * The endpoint, its key or the origin is wrong: the event is dropped and counted, and the
     * client warns once.
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
   * Reads an HTTP response as the bundled transport does; see the table of this class.
   *
   * <p>The server answers {@code ok} in {@code text/plain}. A 2xx with an HTML page is the login of
   * a gateway or the challenge of a firewall and no acceptance. An empty 2xx is one: a relay may
   * well answer 202 or 204, and what was accepted must not be sent again and again.
   *
   * @param status the HTTP status
   * @param headers gives the value of a header by its name in any case, null if there is none;
   *     asked only for the headers that matter to the status
   * @param bodyStart the first 128 bytes or so of the body as text; empty if there are none or they
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
   * A new connection was closed, or reset, before one byte of an answer arrived.
   *
   * <p>Upstream's complete nginx configuration answers its rate limit like this: its error page for
   * a 429 closes the connection (with a reset if it had not read the whole request). So the client pauses as after a 429 without {@code Retry-After}. A
   * reused connection may just have been stale; a transport tries once more on a new one before it
   * returns this.
   *
   * @return an outcome of kind {@link Kind#RATE_LIMITED} with status 0
   */
  public static Outcome closedWithoutAnswer() {
    return rateLimited(0, RetryAfter.DEFAULT);
  }

  /**
   * A proxy answered instead of passing the request on: 407 because it asks for a login, or a
   * refusal or failure of its {@code CONNECT}.
   *
   * @param status the HTTP status that the proxy answered with
   * @param proxy the proxy as {@code host:port}, for the client's warning
   * @return an outcome of kind {@link Kind#RETRY} whose detail is the proxy
   */
  public static Outcome proxyFailed(int status, String proxy) {
    return new Outcome(Kind.RETRY, status, Duration.ZERO, proxy);
  }

  /**
   * The server took the request.
   *
   * @return an outcome of kind {@link Kind#SENT}
   */
  public static Outcome sent() {
    return SENT;
  }

  /**
   * The request failed in a way that may pass.
   *
   * @param status the HTTP status, or 0 if there was no answer
   * @return an outcome of kind {@link Kind#RETRY}
   */
  public static Outcome retry(int status) {
    return new Outcome(Kind.RETRY, status, Duration.ZERO, "");
  }

  /**
   * The server asks for silence.
   *
   * @param status the HTTP status; 0 stands for a connection that was {@linkplain
   *     #closedWithoutAnswer closed without an answer}
   * @param retryAfter for how long; the client keeps it between one second and one day
   * @return an outcome of kind {@link Kind#RATE_LIMITED}
   */
  public static Outcome rateLimited(int status, Duration retryAfter) {
    return new Outcome(Kind.RATE_LIMITED, status, retryAfter, "");
  }

  /**
   * The server will never take this request.
   *
   * @param status the HTTP status
   * @return an outcome of kind {@link Kind#REJECTED}
   */
  public static Outcome rejected(int status) {
    return new Outcome(Kind.REJECTED, status, Duration.ZERO, "");
  }

  /**
   * The endpoint, its key or the origin is wrong.
   *
   * @param status the HTTP status
   * @param detail the server's own words, such as {@code Invalid key}; may be empty. The client
   *     reads them to word its warning and never logs them
   * @return an outcome of kind {@link Kind#MISCONFIGURED}
   */
  public static Outcome misconfigured(int status, String detail) {
    return new Outcome(Kind.MISCONFIGURED, status, Duration.ZERO, detail);
  }

  /**
   * What the client does next.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }

  /**
   * The HTTP status.
   *
   * @return 100 to 599, or 0 if there was no answer
   */
  public int status() {
    return status;
  }

  /**
   * For how long the server asks for silence.
   *
   * @return zero unless the kind is {@link Kind#RATE_LIMITED}
   */
  public Duration retryAfter() {
    return retryAfter;
  }

  /**
   * What else is known of the answer.
   *
   * @return the server's own words if the kind is {@link Kind#MISCONFIGURED}. If it is {@link Kind#RETRY},
   *     the media type of the page that came with a 2xx, or the proxy that {@linkplain #proxyFailed
   *     failed}. Else empty
   */
  public String detail() {
    return detail;
  }

  /** Kind and status. */
  @Override
  public String toString() {
    return kind + " (" + status + ")";
  }
}
