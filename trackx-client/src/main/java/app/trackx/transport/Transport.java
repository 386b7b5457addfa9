package app.trackx.transport;

import java.io.IOException;

/**
 * The network layer of a client: sends one request to a TrackX server and returns its {@link
 * Outcome}.
 *
 * <p>A transport does not handle events, retries or limits; the client does. The client calls it on
 * its worker thread {@code trackx-send}, never concurrently. A transport that two clients share must
 * be thread-safe: one client that replaces another may send while the other's last request runs.
 */
public interface Transport {
  /**
   * Sends the request and waits for the response, at most for {@link TransportRequest#timeout()}.
   *
   * <p>Runs on the worker thread; nothing else is sent meanwhile. An implementation must not follow
   * redirects with the body, and must not compress the body (the server ignores {@code
   * Content-Encoding}). It must not resend a body that may have been sent: the server does not
   * recognize repeated requests and would store a second event.
   *
   * @param request the request to send
   * @return the outcome; null counts as a failure that may be retried
   * @throws IOException if no response arrived. The client retries the request later, as after
   *     {@link Outcome#retry(int)}. It handles any other exception the same way, but only a limited
   *     number of times
   */
  Outcome send(TransportRequest request) throws IOException;

  /**
   * Called when there is nothing left to send for now, so that idle connections can be closed. Runs
   * on the worker thread before that thread ends; {@link #send} may be called again at any later
   * time. Does nothing by default.
   */
  default void idle() {}
}
