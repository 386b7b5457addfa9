package app.trackx;

/** A visitor who was seen today, on the way to the server. Mutable; handed from thread to thread. */
final class VisitorPing {
  final String token;
  final long fingerprint;

  /** The UTC day on which the visitor was seen: on the next, the token means nobody. */
  final long day;

  /** How often the server failed on it while it took others; guarded by the {@link Backlog}. */
  int failures;

  /** How many requests the server had taken when it failed on this one last. */
  long takenAtFailure = -1;

  VisitorPing(String token, long fingerprint, long day) {
    this.token = token;
    this.fingerprint = fingerprint;
    this.day = day;
  }
}
