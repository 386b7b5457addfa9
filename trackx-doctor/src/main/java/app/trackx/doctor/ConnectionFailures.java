package app.trackx.doctor;

import app.trackx.internal.http.UnansweredException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The reasons why no response arrived, derived from exceptions. */
final class ConnectionFailures {
  private final CheckedEndpoint target;
  private final Duration callTimeout;
  private final @Nullable String proxy;
  private final String peer;

  ConnectionFailures(CheckedEndpoint target, Duration callTimeout, @Nullable String proxy) {
    this.target = target;
    this.callTimeout = callTimeout;
    this.proxy = proxy;
    this.peer = proxy == null ? target.server() : "the proxy " + proxy;
  }

  /** Returns the finding for a response that a proxy sent in place of the server. */
  static Finding ofProxy(String proxy, int status, CheckedEndpoint target) {
    if (status == 407) {
      return Finding.failure(
          "the proxy " + proxy + " requires a login (407).",
          "Set the credentials with java.net.Authenticator.setDefault (the JDK has no"
              + " http.proxyUser property; the client supports the scheme Basic), or exempt "
              + target.host() + " from the proxy with -Dhttp.nonProxyHosts.");
    }
    return Finding.failure(
        "the proxy " + proxy + " refuses to connect to " + target.server() + " (" + status + ").",
        "Ask its operator to allow CONNECT to this host and port.");
  }

  Finding of(IOException failure) {
    Finding settings = TlsFailures.ofSettings(failure);
    if (settings != null) {
      return settings;
    }
    if (failure instanceof SSLException) {
      return TlsFailures.of((SSLException) failure, target);
    }
    if (failure instanceof UnknownHostException) {
      return Finding.failure(
          "unknown host: " + (proxy == null ? target.host() : proxy) + ".",
          proxy == null
              ? "Check the host name in the endpoint, and this machine's DNS server."
              : "This is the proxy: check -Dhttps.proxyHost and -Dhttp.proxyHost.");
    }
    return ofConnection(failure);
  }

  private Finding ofConnection(IOException failure) {
    if (failure instanceof SocketTimeoutException && isConnect(failure)) {
      return Finding.failure(
          "connecting to " + peer + " timed out.",
          "Most likely a firewall drops the packets: have it allow connections from this machine"
              + " to this host and port.");
    }
    if (failure instanceof InterruptedIOException) {
      return Finding.failure(
          peer + " accepted the connection but did not respond within "
              + Span.ofSeconds(Math.max(1, callTimeout.getSeconds())) + ".",
          "The server, or a proxy in front of it, hangs or is overloaded: look in its log."
              + (target.isSecure()
                  ? " Or this port is for plain http and waits for the request line."
                  : ""));
    }
    if (failure instanceof NoRouteToHostException
        || Diagnosis.contains(failure.getMessage(), "unreachable")) {
      return Finding.failure(
          "there is no network route to " + peer + ".",
          "Check this machine's network, perhaps a VPN, and its firewall.");
    }
    if (failure instanceof ConnectException) {
      return Finding.failure(
          peer + " refused the connection: nothing listens on this port.",
          proxy == null
              ? "Check the port in the endpoint, and that the server is running. In a container,"
                  + " localhost is the container itself."
              : "Check -Dhttps.proxyPort and -Dhttp.proxyPort, and that the proxy is running.");
    }
    return isCutOff(failure) ? cutOff() : other(failure);
  }

  private Finding cutOff() {
    return Finding.failure(
        peer + " accepted the connection and closed it without a response.",
        "Most likely the server's rate limit is exceeded: upstream's nginx configuration enforces it"
            + " like this. All clients behind one IP address share it (a burst of 30, then 6 a minute)."
            + " Check again in a few minutes; if others share your address, lower the rateLimit of each,"
            + " or raise the server's. If the failure persists, "
            + (target.isSecure()
                ? "something on the way closes it: a firewall, or a proxy whose server is down."
                : "this port may be for https, and the endpoint must start with https://; or"
                    + " the server, or a proxy in front of it, has failed."));
  }

  private Finding other(IOException failure) {
    return Finding.failure(
        "no response: " + failure.getClass().getName() + ".",
        "The server at this host and port does not speak HTTP as TrackX does: check both."
            + (target.isSecure()
                ? ""
                : " If this port is for https, the endpoint must start with https://."));
  }

  private static boolean isConnect(IOException failure) {
    return Diagnosis.contains(failure.getMessage(), "onnect timed out")
        || Diagnosis.contains(failure.getMessage(), "failed to connect");
  }

  private static boolean isCutOff(IOException failure) {
    return failure instanceof SocketException || failure instanceof UnansweredException;
  }
}
