package app.trackx.local;

import java.io.IOException;
import java.io.OutputStream;

/** A body without a known end, written on a thread of its own. */
interface StreamBody {
  /**
   * Writes until there is no more to say. What must arrive now is flushed.
   *
   * @throws IOException if the client is gone
   * @throws InterruptedException if the stream is to end: the server closes, or the client is slow
   */
  void writeTo(OutputStream out) throws IOException, InterruptedException;
}
