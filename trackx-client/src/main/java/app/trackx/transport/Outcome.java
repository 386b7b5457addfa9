package app.trackx.transport;

import java.time.Duration;
import java.util.Objects;

/**
 * What became of one request. Immutable.
 *
 * <table>
 *   <caption>How the bundled transport reads an answer of the server</caption>
 *   <tr><th>answer</th><th>outcome</th></tr>
 *   <tr><td>2xx</td><td>{@link Kind#SENT}</td></tr>
 *   <tr><td>429, or 503 with {@code Retry-After}</td><td>{@link Kind#LOCKED}</td></tr>
 *   <tr><td>408, 425, 5xx, no answer</td><td>{@link Kind#RETRY}</td></tr>
 *   <tr><td>3xx, 401, 403, 404, 407 of a proxy</td><td>{@link Kind#REFUSED}</td></tr>
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
    LOCKED,
    /** The server does not want this request, ever: the event is dropped and counted. */
    REJECTED,
    /**
     * The endpoint, its key or the origin is wrong: the event is dropped and counted, and the
     * client warns once.
     */
    REFUSED
  }

  private static final Outcome SENT = new Outcome(Kind.SENT, 200, Duration.ZERO, "");

  private final Kind kind;
  private final int status;
  private final Duration lock;
  private final String detail;

  private Outcome(Kind kind, int status, Duration lock, String detail) {
    this.kind = kind;
    this.status = status;
    this.lock = Objects.requireNonNull(lock, "lock");
    this.detail = Objects.requireNonNull(detail, "detail");
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
   * @param status the HTTP status
   * @param lock for how long; the client keeps it between one second and one day
   * @return an outcome of kind {@link Kind#LOCKED}
   */
  public static Outcome locked(int status, Duration lock) {
    return new Outcome(Kind.LOCKED, status, lock, "");
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
   * @return an outcome of kind {@link Kind#REFUSED}
   */
  public static Outcome refused(int status, String detail) {
    return new Outcome(Kind.REFUSED, status, Duration.ZERO, detail);
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
   * @return zero unless the kind is {@link Kind#LOCKED}
   */
  public Duration lock() {
    return lock;
  }

  /**
   * The server's own words.
   *
   * @return empty unless the kind is {@link Kind#REFUSED}
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
