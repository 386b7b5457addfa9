package app.trackx;

/** A ping for a visitor who was seen today. Mutable; handed from thread to thread. */
final class VisitorPing {
  final String token;
  final long fingerprint;

  /** The UTC day on which the visitor was seen; on the next day the token is invalid. */
  final long day;

  /**
   * How often sending failed while other requests were accepted; guarded by the {@link Backlog}.
   */
  int failures;

  /** The number of requests that the server had processed at the last failure. */
  long processedAtFailure = -1;

  VisitorPing(String token, long fingerprint, long day) {
    this.token = token;
    this.fingerprint = fingerprint;
    this.day = day;
  }
}
