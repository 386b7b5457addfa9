package app.trackx.local.internal.http;

import java.io.IOException;
import java.io.OutputStream;

/** A response body of unknown length, written on a thread of its own. */
public interface StreamBody {
  /**
   * Writes the body until its end. Flushes data that must arrive immediately.
   *
   * @throws IOException if the client has disconnected
   * @throws InterruptedException if the server is closing or the client is too slow
   */
  void writeTo(OutputStream out) throws IOException, InterruptedException;
}
