package app.trackx.okhttp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketAddress;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * A parser for OkHttp's report that a proxy refused to open a tunnel: an {@link IOException} that
 * only its message tells from other failures.
 */
final class ProxyFailure {
  private static final String LOGIN = "Failed to authenticate with proxy";
  private static final String REFUSED = "Unexpected response code for CONNECT: ";

  private ProxyFailure() {}

  /** Returns the proxy's status, or 0 for any other failure. */
  static int status(IOException failure) {
    String message = failure.getMessage();
    if (message == null) {
      return 0;
    }
    if (message.equals(LOGIN)) {
      return 407;
    }
    return message.startsWith(REFUSED) ? number(message.substring(REFUSED.length())) : 0;
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException anotherMessage) {
      return 0;
    }
  }

  /** Returns the first HTTP proxy that the client uses for the request; null if there is none. */
  static @Nullable String proxy(OkHttpClient client, Request request) {
    Proxy fixed = client.proxy();
    if (fixed != null) {
      return name(fixed);
    }
    List<Proxy> proxies = client.proxySelector().select(request.url().uri());
    if (proxies != null) {
      for (Proxy proxy : proxies) {
        if (proxy.type() == Proxy.Type.HTTP) {
          return name(proxy);
        }
      }
    }
    return null;
  }

  /** Returns {@code host:port}. */
  static @Nullable String name(Proxy proxy) {
    SocketAddress address = proxy.address();
    if (!(address instanceof InetSocketAddress)) {
      return null;
    }
    InetSocketAddress host = (InetSocketAddress) address;
    return host.getHostString() + ":" + host.getPort();
  }
}
