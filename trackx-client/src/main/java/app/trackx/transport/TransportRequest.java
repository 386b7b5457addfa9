package app.trackx.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One HTTP POST to a TrackX server: a URL, headers and a body. Immutable and safe to share.
 *
 * <p>The URL holds the project's key, which is a write credential: {@link #toString()} leaves it
 * out, and so should whatever you log.
 */
public final class TransportRequest {
  private final String url;
  private final Map<String, String> headers;
  private final byte[] body;
  private final Duration timeout;

  /**
   * Makes a request.
   *
   * @param url where to, in full
   * @param headers names and values, copied
   * @param body the body, copied; empty for none
   * @param timeout how long the whole call may take
   */
  public TransportRequest(String url, Map<String, String> headers, byte[] body, Duration timeout) {
    this.url = url;
    this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    this.body = body.clone();
    this.timeout = timeout;
  }

  /**
   * The address to POST to, with the project's key in it.
   *
   * @return an {@code http} or {@code https} URL without a query
   */
  public String url() {
    return url;
  }

  /**
   * The headers that the server needs: {@code Origin} and {@code User-Agent} always, {@code
   * Content-Type} where there is a body. A transport adds {@code Content-Length}.
   *
   * @return names and values, unmodifiable, printable ASCII
   */
  public Map<String, String> headers() {
    return headers;
  }

  /**
   * The size of the body.
   *
   * @return bytes, 0 for a ping
   */
  public int length() {
    return body.length;
  }

  /**
   * A copy of the body.
   *
   * @return UTF-8 JSON, or nothing for a ping
   */
  public byte[] body() {
    return body.clone();
  }

  /**
   * Writes the body without copying it first.
   *
   * @param out where to; neither flushed nor closed
   * @throws IOException if {@code out} fails
   */
  public void writeTo(OutputStream out) throws IOException {
    out.write(body);
  }

  /**
   * How long the call may take from the name look-up to the last byte of the answer.
   *
   * @return more than zero
   */
  public Duration timeout() {
    return timeout;
  }

  /** The size of the body and nothing secret. */
  @Override
  public String toString() {
    return "TransportRequest{" + body.length + " bytes}";
  }
}
