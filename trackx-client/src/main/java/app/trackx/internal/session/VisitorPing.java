package app.trackx.internal.session;

/** A ping for a visitor who was seen today. Mutable; handed from thread to thread. */
public final class VisitorPing {
  public final String token;
  public final long fingerprint;

  /** The UTC day on which the visitor was seen; on the next day the token is invalid. */
  public final long day;

  /** How often sending failed while other requests were accepted; guarded by the queue's owner. */
  public int failures;

  /** The number of requests that the server had processed at the last failure. */
  public long processedAtFailure = -1;

  public VisitorPing(String token, long fingerprint, long day) {
    this.token = token;
    this.fingerprint = fingerprint;
    this.day = day;
  }
}
