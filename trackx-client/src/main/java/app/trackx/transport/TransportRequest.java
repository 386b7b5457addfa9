package app.trackx.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP POST request to a TrackX server: URL, headers and body. Immutable and thread-safe.
 *
 * <p>The URL contains the project's key, which is a write credential. {@link #toString()} omits the
 * URL; do not log it yourself.
 */
public final class TransportRequest {
  private final String url;
  private final Map<String, String> headers;
  private final byte[] body;
  private final Duration timeout;

  /**
   * Creates a request.
   *
   * @param url the absolute URL
   * @param headers header names and values; copied
   * @param body the body; copied; empty for none
   * @param timeout the time limit of the whole call
   */
  public TransportRequest(String url, Map<String, String> headers, byte[] body, Duration timeout) {
    this.url = url;
    this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    this.body = body.clone();
    this.timeout = timeout;
  }

  /**
   * Returns the URL to POST to. It contains the project's key.
   *
   * @return an {@code http} or {@code https} URL without a query
   */
  public String url() {
    return url;
  }

  /**
   * Returns the headers that the server needs: {@code Origin} and {@code User-Agent}, plus {@code
   * Content-Type} if there is a body. The transport adds {@code Content-Length}.
   *
   * @return an unmodifiable map of names and values in printable ASCII
   */
  public Map<String, String> headers() {
    return headers;
  }

  /**
   * Returns the size of the body.
   *
   * @return the number of bytes, 0 for a ping
   */
  public int length() {
    return body.length;
  }

  /**
   * Returns a copy of the body.
   *
   * @return UTF-8 JSON, or an empty array for a ping
   */
  public byte[] body() {
    return body.clone();
  }

  /**
   * Writes the body without copying it first.
   *
   * @param out the stream to write to; neither flushed nor closed
   * @throws IOException if {@code out} fails
   */
  public void writeTo(OutputStream out) throws IOException {
    out.write(body);
  }

  /**
   * Returns the time limit of the whole call, from the DNS lookup to the last byte of the response.
   *
   * @return a positive duration
   */
  public Duration timeout() {
    return timeout;
  }

  /** Returns the size of the body, without any secret. */
  @Override
  public String toString() {
    return "TransportRequest{" + body.length + " bytes}";
  }
}
