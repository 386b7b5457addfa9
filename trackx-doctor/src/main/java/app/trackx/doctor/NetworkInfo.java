package app.trackx.doctor;

import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** What can be said before anything is sent: the host's addresses, a proxy, encryption. */
final class NetworkInfo {
  private final Target target;
  private final @Nullable String proxy;

  private NetworkInfo(Target target, @Nullable String proxy) {
    this.target = target;
    this.proxy = proxy;
  }

  static NetworkInfo of(Target target) {
    return new NetworkInfo(target, proxy(target));
  }

  private static @Nullable String proxy(Target target) {
    try {
      for (Proxy proxy : ProxySelector.getDefault().select(target.place())) {
        if (proxy.type() != Proxy.Type.DIRECT && proxy.address() instanceof InetSocketAddress) {
          InetSocketAddress address = (InetSocketAddress) proxy.address();
          return address.getHostString() + ":" + address.getPort();
        }
      }
    } catch (RuntimeException noSelector) {
      // then there is no proxy either
    }
    return null;
  }

  /** Host and port of the proxy between here and the server; null if there is none. */
  @Nullable
  String proxy() {
    return proxy;
  }

  void describe(Report report) {
    if (proxy != null) {
      report.add(
          "proxy",
          Finding.note(
              "requests go through the proxy " + proxy + ", which looks the name up.", ""));
    } else {
      report.add("name", lookUp());
    }
    if (!target.isSecure() && !isLoopback()) {
      report.add(
          "encryption",
          Finding.note(
              "none: errors and the project's key can be read on the way.",
              "Use an https endpoint, unless the network between is yours alone."));
    }
  }

  private Finding lookUp() {
    String host = target.host();
    try {
      InetAddress[] addresses = InetAddress.getAllByName(ascii(host));
      StringBuilder text = new StringBuilder();
      for (InetAddress address : addresses) {
        text.append(text.length() == 0 ? "" : ", ").append(address.getHostAddress());
      }
      return text.toString().equals(host)
          ? Finding.well(host + " is an address, no name to look up.")
          : Finding.well(host + " is " + text + ".");
    } catch (UnknownHostException unknown) {
      return Finding.failure(
          "nobody knows a host named " + host + ".",
          "Check its spelling in the endpoint. If it is right, this machine (or container) asks the"
              + " wrong DNS server, or reaches the internet through a proxy only: then set"
              + " -Dhttps.proxyHost and -Dhttps.proxyPort.");
    }
  }

  private boolean isLoopback() {
    try {
      return InetAddress.getByName(ascii(target.host())).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      return false;
    }
  }

  /** As the name is asked for: DNS knows no other letters. */
  private static String ascii(String host) {
    try {
      return IDN.toASCII(host);
    } catch (IllegalArgumentException none) {
      return host;
    }
  }
}
