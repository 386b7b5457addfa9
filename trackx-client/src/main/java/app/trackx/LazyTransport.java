package app.trackx;

import app.trackx.internal.http.OkHttpTransport;
import app.trackx.transport.Outcome;
import app.trackx.transport.Transport;
import app.trackx.transport.TransportRequest;
import java.io.IOException;
import java.time.Duration;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * Loads OkHttp when the first request is sent, and so on the delivery thread: it costs some 300 ms
 * of a core in a fresh JVM. Confined to that thread.
 */
final class LazyTransport implements Transport {
  private final boolean tls;
  private final Duration callTimeout;
  private final Call.@Nullable Factory calls;
  private @Nullable Transport transport;

  LazyTransport(boolean tls, Duration callTimeout, Call.@Nullable Factory calls) {
    this.tls = tls;
    this.callTimeout = callTimeout;
    this.calls = calls;
  }

  @Override
  public Outcome send(TransportRequest request) throws IOException {
    Transport ready = transport;
    if (ready == null) {
      ready =
          calls == null ? OkHttpTransport.create(tls, callTimeout) : OkHttpTransport.over(calls);
      transport = ready;
    }
    return ready.send(request);
  }

  @Override
  public void idle() {
    Transport ready = transport;
    if (ready != null) {
      ready.idle();
    }
  }
}
