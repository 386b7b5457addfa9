package app.trackx.internal.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The proxies for a server, from the JVM's {@code ProxySelector}: those of the system properties
 * {@code http.proxyHost}, {@code https.proxyHost}, {@code socksProxyHost} and {@code
 * http.nonProxyHosts}, or those of the application's own selector.
 */
final class Proxies {
  private static final String OF_THE_JDK = "sun.net.spi.DefaultProxySelector";

  private final ForeignCalls foreign;
  private final Map<InetSocketAddress, HttpProxy> known = new HashMap<>();

  /**
   * Separate from {@link #foreign}, so that a selector that hangs in {@code connectFailed} can
   * still be asked.
   */
  private final ForeignCalls failures;

  Proxies(ForeignCalls foreign, ForeignCalls failures) {
    this.foreign = foreign;
    this.failures = failures;
  }

  /** Returns the proxies to try, in order; never empty. */
  List<Proxy> of(Target target, Deadline deadline) throws IOException {
    ProxySelector selector = ProxySelector.getDefault();
    if (selector == null) {
      return Collections.singletonList(Proxy.NO_PROXY);
    }
    URI uri = uri(target);
    Selection selection = new Selection(selector, uri);
    List<Proxy> proxies = selector.getClass().getName().equals(OF_THE_JDK)
        ? selection.call()
        : foreign.ask(selection, deadline);
    return proxies == null || proxies.isEmpty()
        ? Collections.singletonList(Proxy.NO_PROXY)
        : proxies;
  }

  /**
   * Tells the selector that a connection to one of its proxies failed, as {@code HttpURLConnection}
   * does: it may return another one next time. The JDK's own selector ignores this and is not told.
   */
  void failed(SocketAddress proxy, Target target, IOException failure, Deadline deadline) {
    ProxySelector selector = ProxySelector.getDefault();
    if (selector != null && !selector.getClass().getName().equals(OF_THE_JDK)) {
      failures.tell(new Failure(selector, target, proxy, failure), deadline);
    }
  }

  private static URI uri(Target target) throws IOException {
    try {
      return new URI(target.rootUrl());
    } catch (URISyntaxException noNameForJava) {
      throw new IOException(noNameForJava);
    }
  }

  /** Returns the proxy at that address, with the login that it accepted before. */
  HttpProxy at(InetSocketAddress address) {
    HttpProxy proxy = known.get(address);
    if (proxy == null) {
      proxy = new HttpProxy(address, foreign);
      known.put(address, proxy);
    }
    return proxy;
  }

  private static final class Failure implements Callable<@Nullable Void> {
    private final ProxySelector selector;
    private final Target target;
    private final SocketAddress proxy;
    private final IOException failure;

    Failure(ProxySelector selector, Target target, SocketAddress proxy, IOException failure) {
      this.selector = selector;
      this.target = target;
      this.proxy = proxy;
      this.failure = failure;
    }

    @Override
    public @Nullable Void call() throws IOException {
      selector.connectFailed(uri(target), proxy, failure);
      return null;
    }
  }

  private static final class Selection implements Callable<@Nullable List<Proxy>> {
    private final ProxySelector selector;
    private final URI uri;

    Selection(ProxySelector selector, URI uri) {
      this.selector = selector;
      this.uri = uri;
    }

    @Override
    public @Nullable List<Proxy> call() throws IOException {
      try {
        return withoutNulls(selector.select(uri));
      } catch (RuntimeException wrongSettings) { // for example port 99999
        throw new IOException(wrongSettings);
      }
    }

    /** Copies the list here, since it may be the application's code, too. */
    private static List<Proxy> withoutNulls(@Nullable List<@Nullable Proxy> selected) {
      List<Proxy> proxies = new ArrayList<>();
      if (selected != null) {
        for (Proxy proxy : selected) {
          if (proxy != null) {
            proxies.add(proxy);
          }
        }
      }
      return proxies;
    }
  }
}
