package app.trackx.relay.intake;

import java.time.Duration;

/** The intake cannot keep a request now. The front responds with 503 and {@code Retry-After}. */
public final class IntakeFullException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /**
   * Creates it.
   *
   * @param reason what is full or failed, for metrics: a few words, without data of a request
   * @param retryAfter when the client should try again
   */
  public IntakeFullException(String reason, Duration retryAfter) {
    super(reason, null, false, false);
    this.retryAfter = retryAfter;
  }

  /** Returns when the client should try again. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
