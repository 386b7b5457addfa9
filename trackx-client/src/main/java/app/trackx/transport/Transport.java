package app.trackx.transport;

import java.io.IOException;

/**
 * Sends one request to a TrackX server and says what became of it: bytes in, {@link Outcome} out.
 *
 * <p>A transport knows nothing of events, retries or limits; the client does all of that. It is
 * called from one thread at a time, the sending thread of the client that it was given to.
 */
public interface Transport {
  /**
   * Sends the request and waits for the answer, for {@link TransportRequest#timeout()} at most.
   *
   * <p>Runs on the sending thread, and while it runs nothing else is sent. It must not follow
   * redirects with the body, must not compress the body (the server ignores {@code
   * Content-Encoding}), and must not send it twice by itself: the server knows no event id, so a
   * repeated request is a second event.
   *
   * @param request what to send
   * @return what became of it; a null is taken for a failure that may be retried
   * @throws IOException if no answer came. The client retries the request later, as after {@link
   *     Outcome#retry(int)}; any other exception is handled the same way, a limited number of times
   */
  Outcome send(TransportRequest request) throws IOException;

  /**
   * Tells that nothing is left to send for now, so that idle connections may be closed. Called on
   * the sending thread before it ends; {@link #send} may follow at any later time. Does nothing by
   * default.
   */
  default void idle() {}
}
