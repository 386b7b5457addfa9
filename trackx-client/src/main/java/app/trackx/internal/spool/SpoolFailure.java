package app.trackx.internal.spool;

import java.io.IOException;

/** The disk would not do what the spool asked. The message says what, and why. */
public final class SpoolFailure extends IOException {
  private static final long serialVersionUID = 1L;

  SpoolFailure(String message) {
    super(message);
  }

  SpoolFailure(String message, Throwable cause) {
    super(message + ": " + cause, cause);
  }

  /** The cause itself if it is a failure of the spool already. */
  static SpoolFailure of(String message, Exception cause) {
    return cause instanceof SpoolFailure ? (SpoolFailure) cause : new SpoolFailure(message, cause);
  }
}
