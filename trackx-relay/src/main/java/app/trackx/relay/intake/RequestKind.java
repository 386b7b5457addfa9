package app.trackx.relay.intake;

/** The three calls of TrackX's API. */
public enum RequestKind {
  /** An error, as JSON. */
  EVENT("event"),
  /** The sign of life of a session, without a body. */
  PING("ping"),
  /** One report of a browser (Reporting API, CSP, NEL), as JSON. */
  REPORT("report");

  private final String path;

  RequestKind(String path) {
    this.path = path;
  }

  /** Returns the last part of the call's path, which is also its name in metrics. */
  public String path() {
    return path;
  }
}
