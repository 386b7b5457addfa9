package app.trackx.okhttp;

import app.trackx.transport.TransportRequest;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request for OkHttp, with a known length and sent once.
 *
 * <p>If it were not one-shot, OkHttp would resend the body when a connection breaks after the body
 * was written; the server has no event ids and would store the event twice. OkHttp can still try a
 * host's other addresses before anything is written, and repeat a request that was refused for
 * missing credentials.
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
    return null; // set in the request's headers
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
