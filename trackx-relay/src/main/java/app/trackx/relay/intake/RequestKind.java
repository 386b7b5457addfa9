package app.trackx.relay.intake;

import java.io.IOException;

/** The three calls of TrackX's API. */
public enum RequestKind {
  /** An error, as JSON. */
  EVENT("event", 0),
  /** The sign of life of a session, without a body. */
  PING("ping", 1),
  /** One report of a browser (Reporting API, CSP, NEL), as JSON. */
  REPORT("report", 2);

  private final String path;
  private final byte code;

  RequestKind(String path, int code) {
    this.path = path;
    this.code = (byte) code;
  }

  /** Returns the number that stands for it in serialized forms. */
  public byte code() {
    return code;
  }

  /**
   * Returns the kind with a number.
   *
   * @throws IOException if there is none
   */
  public static RequestKind of(int code) throws IOException {
    for (RequestKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IOException("a request of kind " + code);
  }

  /** Returns the last part of the call's path, which is also its name in metrics. */
  public String path() {
    return path;
  }
}
