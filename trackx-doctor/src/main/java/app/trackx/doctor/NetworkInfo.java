package app.trackx.doctor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** The part of the check before the first request: the host's addresses, the proxy, encryption. */
final class NetworkInfo {
  private final CheckedEndpoint target;
  private final @Nullable String proxy;

  private NetworkInfo(CheckedEndpoint target, @Nullable String proxy) {
    this.target = target;
    this.proxy = proxy;
  }

  static NetworkInfo of(CheckedEndpoint target) {
    return new NetworkInfo(target, proxy(target));
  }

  private static @Nullable String proxy(CheckedEndpoint target) {
    try {
      for (Proxy proxy : ProxySelector.getDefault().select(target.proxyUri())) {
        if (proxy.type() != Proxy.Type.DIRECT && proxy.address() instanceof InetSocketAddress) {
          InetSocketAddress address = (InetSocketAddress) proxy.address();
          return address.getHostString() + ":" + address.getPort();
        }
      }
    } catch (RuntimeException noSelector) {
      // no proxy then
    }
    return null;
  }

  /** Returns the proxy for requests to the server as {@code host:port}; null if there is none. */
  @Nullable
  String proxy() {
    return proxy;
  }

  void describe(Report report) {
    if (proxy != null) {
      report.add(
          "proxy",
          Finding.note(
              "requests go through the proxy " + proxy + ", which resolves the host name.", ""));
    } else {
      report.add("name", lookUp());
    }
    if (!target.isSecure() && !isLoopback()) {
      report.add(
          "encryption",
          Finding.note(
              "none: others on the network can read the errors and the project's key.",
              "Use an https endpoint, unless the whole network path is yours."));
    }
  }

  private Finding lookUp() {
    String host = target.host();
    try {
      InetAddress[] addresses = InetAddress.getAllByName(host);
      StringBuilder text = new StringBuilder();
      for (InetAddress address : addresses) {
        text.append(text.length() == 0 ? "" : ", ").append(address.getHostAddress());
      }
      return text.toString().equals(host)
          ? Finding.ok(host + " is an IP address.")
          : Finding.ok(host + " resolves to " + text + ".");
    } catch (UnknownHostException unknown) {
      return Finding.failure(
          "unknown host: " + host + ".",
          "Check the host name in the endpoint. If it is correct, this machine (or container) uses a"
              + " wrong DNS server, or can reach the internet only through a proxy: then set"
              + " -Dhttps.proxyHost and -Dhttps.proxyPort.");
    }
  }

  private boolean isLoopback() {
    try {
      return InetAddress.getByName(target.host()).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      return false;
    }
  }
}
