package app.trackx;

import app.trackx.internal.http.BarePost;
import app.trackx.internal.http.OkHttpTransport;
import app.trackx.transport.Outcome;
import app.trackx.transport.Transport;
import app.trackx.transport.TransportRequest;
import java.io.IOException;
import java.net.ProxySelector;
import java.time.Duration;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * Loads OkHttp when the first request is sent, and so on the sending thread: it costs some 300 ms
 * of a core in a fresh JVM. Confined to that thread.
 *
 * <p>It costs some MiB as well. Where memory is short, a {@link BarePost} takes its place, which
 * costs next to none, unless a proxy has to be gone through, of which that knows nothing. OkHttp is
 * not even tried then: a class that fails to be initialized for want of memory stays broken for as
 * long as the JVM lives, and for the application too.
 */
final class LazyTransport implements Transport {
  private static final String[] OF_PROXIES = {
    "http.proxyHost", "https.proxyHost", "socksProxyHost", "java.net.useSystemProxies"
  };

  private final boolean tls;
  private final Duration callTimeout;
  private final Call.@Nullable Factory calls;
  private final Reserve reserve;
  private @Nullable Transport transport;
  private boolean proven;
  private boolean damaged;

  LazyTransport(boolean tls, Duration callTimeout, Call.@Nullable Factory calls, Reserve reserve) {
    this.tls = tls;
    this.callTimeout = callTimeout;
    this.calls = calls;
    this.reserve = reserve;
  }

  @Override
  public Outcome send(TransportRequest request) throws IOException {
    if (isMemoryShort() && mayBeBare()) {
      return new BarePost().send(request);
    }
    try {
      Outcome outcome = transport().send(request);
      proven = true;
      return outcome;
    } catch (OutOfMemoryError full) {
      reserve.letGo();
      damaged = !proven;
      if (!mayBeBare()) {
        throw full;
      }
      return new BarePost().send(request);
    }
  }

  private Transport transport() {
    Transport ready = transport;
    if (ready == null) {
      ready =
          calls == null ? OkHttpTransport.create(tls, callTimeout) : OkHttpTransport.over(calls);
      transport = ready;
    }
    return ready;
  }

  private boolean isMemoryShort() {
    if (proven && !damaged) {
      return reserve.isLetGo() && !tls; // OkHttp has the trust store, which is what takes most
    }
    return damaged || reserve.isLetGo() || !reserve.hasRoom();
  }

  private boolean mayBeBare() {
    if (calls != null) {
      return false;
    }
    for (String setting : OF_PROXIES) {
      String value = Settings.property(setting, "");
      if (!value.isEmpty() && !value.equals("false")) {
        return false;
      }
    }
    ProxySelector selector = ProxySelector.getDefault();
    return selector == null
        || selector.getClass().getName().equals("sun.net.spi.DefaultProxySelector");
  }

  @Override
  public void idle() {
    Transport ready = transport;
    if (ready != null) {
      ready.idle();
    }
  }
}
