package app.trackx.internal.spool;

import java.io.IOException;

/**
 * Thrown if the disk failed an operation of the spool. The message contains the operation and the
 * reason.
 */
public final class SpoolFailure extends IOException {
  private static final long serialVersionUID = 1L;

  SpoolFailure(String message) {
    super(message);
  }

  SpoolFailure(String message, Throwable cause) {
    super(message + ": " + cause, cause);
  }

  /** Returns the cause itself if it is already a failure of the spool. */
  static SpoolFailure of(String message, Exception cause) {
    return cause instanceof SpoolFailure ? (SpoolFailure) cause : new SpoolFailure(message, cause);
  }
}
