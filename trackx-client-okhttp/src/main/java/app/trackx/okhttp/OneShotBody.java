package app.trackx.okhttp;

import app.trackx.transport.TransportRequest;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * A request's bytes for OkHttp, of known length and sent once.
 *
 * <p>One-shot, because OkHttp otherwise sends the body again by itself when a connection breaks
 * after it was written; the server knows no event id and would store the event twice. Trying a
 * host's other addresses before anything is written stays possible, and so does repeating a request
 * that was refused for want of credentials.
 */
final class OneShotBody extends RequestBody {
  private final TransportRequest request;
  private final Attempt attempt;

  OneShotBody(TransportRequest request, Attempt attempt) {
    this.request = request;
    this.attempt = attempt;
  }

  @Override
  public @Nullable MediaType contentType() {
    return null; // among the request's headers
  }

  @Override
  public long contentLength() {
    return request.length();
  }

  @Override
  public boolean isOneShot() {
    return !attempt.needsCredentials();
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    request.writeTo(sink.outputStream());
  }
}
