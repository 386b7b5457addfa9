package app.trackx.internal.http;

import java.io.IOException;

/**
 * Thrown if the connection was closed or reset after it was opened and before the first byte of a
 * response.
 */
public final class UnansweredException extends IOException {
  private static final long serialVersionUID = 1;

  UnansweredException(IOException cause) {
    super("the connection was closed without a response", cause);
  }
}
