package app.trackx.internal.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The proxies on the way to a server, as the JVM's {@code ProxySelector} names them: from the system
 * properties {@code http.proxyHost}, {@code https.proxyHost}, {@code socksProxyHost} and {@code
 * http.nonProxyHosts}, or from a selector of the application's own.
 */
final class Proxies {
  private static final String OF_THE_JDK = "sun.net.spi.DefaultProxySelector";

  private final ForeignCalls foreign;
  private final Map<InetSocketAddress, HttpProxy> known = new HashMap<>();

  Proxies(ForeignCalls foreign) {
    this.foreign = foreign;
  }

  /** What to try, in order; never empty. */
  List<Proxy> of(Target target, Deadline deadline) throws IOException {
    ProxySelector selector = ProxySelector.getDefault();
    if (selector == null) {
      return Collections.singletonList(Proxy.NO_PROXY);
    }
    URI uri = uri(target);
    List<Proxy> proxies = selector.getClass().getName().equals(OF_THE_JDK)
        ? selector.select(uri)
        : foreign.call(new Selection(selector, uri), deadline);
    return proxies == null || proxies.isEmpty()
        ? Collections.singletonList(Proxy.NO_PROXY)
        : proxies;
  }

  /** Without the path, which holds the project's key. */
  private static URI uri(Target target) throws IOException {
    try {
      return new URI((target.tls ? "https://" : "http://") + target.authority + "/");
    } catch (URISyntaxException noNameForJava) { // an underscore, say, is none for its parser
      throw new IOException(noNameForJava);
    }
  }

  /** The proxy at that address, with the login that it accepted before. */
  HttpProxy at(InetSocketAddress address) {
    HttpProxy proxy = known.get(address);
    if (proxy == null) {
      proxy = new HttpProxy(address, foreign);
      known.put(address, proxy);
    }
    return proxy;
  }

  private static final class Selection implements Callable<@Nullable List<Proxy>> {
    private final ProxySelector selector;
    private final URI uri;

    Selection(ProxySelector selector, URI uri) {
      this.selector = selector;
      this.uri = uri;
    }

    @Override
    public @Nullable List<Proxy> call() {
      return selector.select(uri);
    }
  }
}
