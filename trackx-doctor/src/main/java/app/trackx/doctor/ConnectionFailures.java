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

/** Why there was no answer, as far as exceptions tell. */
final class ConnectionFailures {
  private final Target target;
  private final Duration callTimeout;
  private final @Nullable String proxy;
  private final String peer;

  ConnectionFailures(Target target, Duration callTimeout, @Nullable String proxy) {
    this.target = target;
    this.callTimeout = callTimeout;
    this.proxy = proxy;
    this.peer = proxy == null ? target.server() : "the proxy " + proxy;
  }

  /** What a proxy answered in place of the server. */
  static Finding ofProxy(String proxy, int status, Target target) {
    if (status == 407) {
      return Finding.failure(
          "the proxy " + proxy + " requires a login (407).",
          "Give the application one with java.net.Authenticator.setDefault (the JDK has no"
              + " http.proxyUser property; the client answers the scheme Basic), or exempt "
              + target.host() + " from the proxy with -Dhttp.nonProxyHosts.");
    }
    return Finding.failure(
        "the proxy " + proxy + " does not connect to " + target.server() + " (" + status + ").",
        "Have its owner allow CONNECT to that host and port.");
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
          "nobody knows a host named " + (proxy == null ? target.host() : proxy) + ".",
          proxy == null
              ? "Check its spelling in the endpoint, and which DNS server this machine asks."
              : "It is the proxy's: check -Dhttps.proxyHost and -Dhttp.proxyHost.");
    }
    return ofConnection(failure);
  }

  private Finding ofConnection(IOException failure) {
    if (failure instanceof SocketTimeoutException && isConnect(failure)) {
      return Finding.failure(
          peer + " does not answer at all.",
          "A firewall on the way swallows the packets, most likely: have this machine be let through"
              + " to that host and port.");
    }
    if (failure instanceof InterruptedIOException) {
      return Finding.failure(
          peer + " takes the connection but did not answer within "
              + Span.ofSeconds(Math.max(1, callTimeout.getSeconds())) + ".",
          "The server, or a proxy in front of it, hangs or is overloaded: its log says more."
              + (target.isSecure()
                  ? " Or that port speaks http, and waits for its first line."
                  : ""));
    }
    if (failure instanceof NoRouteToHostException
        || Diagnosis.says(failure.getMessage(), "unreachable")) {
      return Finding.failure(
          "there is no way from here to " + peer + ".",
          "Check this machine's network, a VPN perhaps, and that it is allowed to go there.");
    }
    if (failure instanceof ConnectException) {
      return Finding.failure(
          peer + " refuses the connection: nothing listens there.",
          proxy == null
              ? "Check the port in the endpoint, and that the server runs. Within a container"
                  + " localhost is the container itself."
              : "Check -Dhttps.proxyPort and -Dhttp.proxyPort, and that the proxy runs.");
    }
    if (isCutOff(failure)) {
      return Finding.failure(
          peer + " takes the connection and closes it without an answer.",
          "Most likely the rate limit is used up: upstream's nginx configuration answers it like this."
              + " It is for all clients behind one address together (a burst of 30, then 6 a minute)."
              + " Check again in a few minutes; if others share your address, give each a smaller"
              + " rateLimit, or raise the server's. If it stays like this, "
              + (target.isSecure()
                  ? "something on the way cuts it off: a firewall, or a proxy whose server is down."
                  : "that port may be one for https, and the endpoint must begin with https://; or"
                      + " the server, or a proxy in front of it, has failed."));
    }
    return Finding.failure(
        "no answer: " + failure.getClass().getName() + ".",
        "What answers there does not speak HTTP as a TrackX server does: check host and port."
            + (target.isSecure()
                ? ""
                : " If that port is one for https, the endpoint must begin with https://."));
  }

  private static boolean isConnect(IOException failure) {
    return Diagnosis.says(failure.getMessage(), "onnect timed out")
        || Diagnosis.says(failure.getMessage(), "failed to connect");
  }

  private static boolean isCutOff(IOException failure) {
    return failure instanceof SocketException || failure instanceof UnansweredException;
  }
}
