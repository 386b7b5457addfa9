package app.trackx.internal.http;

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
 * host's other addresses before anything is written stays possible.
 */
final class OneShotBody extends RequestBody {
  private final TransportRequest request;

  OneShotBody(TransportRequest request) {
    this.request = request;
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
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    request.writeTo(sink.outputStream());
  }
}
