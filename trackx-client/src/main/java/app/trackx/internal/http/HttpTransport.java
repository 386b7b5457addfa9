package app.trackx.internal.http;

import app.trackx.transport.Outcome;
import app.trackx.transport.Transport;
import app.trackx.transport.TransportRequest;
import java.io.IOException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests over HTTP/1.1 with the JDK's sockets and nothing else. Confined to the sending
 * thread.
 *
 * <p>No HTTP client of the JDK or of a library serves here. {@code HttpURLConnection} silently drops
 * the {@code Origin} header and repeats a failed POST by itself; {@code java.net.http} and OkHttp
 * cost a cold JVM a third of a second of a core and more, which in a container with a tenth of one
 * is longer than the JVM lives after an uncaught exception. One connection is kept, for less than
 * the five seconds after which the server closes it.
 *
 * <p>Follows no redirect, compresses nothing, and sends a body once, with two exceptions: a kept
 * connection that is closed without one byte of a response was most likely stale, so the request is
 * sent again on a new one; and a proxy that wants a login has not passed the request on.
 */
public final class HttpTransport implements Transport {
  private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(4);

  private final Connector connector;
  private @Nullable Target last;
  private @Nullable HttpConnection kept;
  private long keptSince;

  /**
   * A transport that opens its first connection with the first request.
   *
   * @param threads makes daemon threads, for what has to be interrupted when time is up
   */
  public HttpTransport(ThreadFactory threads, MemoryPressure scarcity) {
    this.connector = new Connector(threads, scarcity);
  }

  @Override
  public Outcome send(TransportRequest request) throws IOException {
    HttpResponse response;
    try {
      response = exchange(request);
    } catch (UnansweredException closed) {
      return Outcome.closedWithoutAnswer();
    }
    String proxy = response.proxy();
    return proxy == null
        ? Outcome.ofResponse(response.status(), response, response.bodyStart())
        : Outcome.proxyFailed(response.status(), proxy);
  }

  /**
   * Sends a request and returns the response as it came.
   *
   * @throws UnansweredException if a new connection was closed without one byte of a response
   * @throws IOException if there is no response for another reason
   */
  public HttpResponse exchange(TransportRequest request) throws IOException {
    Deadline deadline = Deadline.in(request.timeout());
    Target target = target(request.url());
    try {
      HttpConnection used = takeKept(target);
      if (used != null) {
        try {
          return exchangeWithLogin(used, request, target, deadline);
        } catch (UnansweredException stale) {
          // once more, on a new one
        }
      }
      return exchangeWithLogin(connector.connect(target, deadline), request, target, deadline);
    } catch (ProxyRefusedException refused) {
      return refused.response();
    }
  }

  /** The same once more if a proxy on the way wants a login and there is one. */
  private HttpResponse exchangeWithLogin(
      HttpConnection connection, TransportRequest request, Target target, Deadline deadline)
      throws IOException {
    HttpResponse response = exchange(connection, request, target, deadline);
    HttpProxy proxy = connection.proxy();
    if (proxy == null
        || response.proxy() == null
        || !proxy.askForLogin(response, target, deadline)) {
      return response;
    }
    closeKept();
    HttpResponse second = exchange(connector.connect(target, deadline), request, target, deadline);
    if (second.proxy() != null) {
      proxy.refuseNewLogin();
    }
    return second;
  }

  private HttpResponse exchange(
      HttpConnection connection, TransportRequest request, Target target, Deadline deadline)
      throws IOException {
    try {
      return connection.exchange(request, target, deadline);
    } finally {
      if (connection.isReusable()) {
        kept = connection;
        keptSince = System.nanoTime();
      } else {
        connection.close();
      }
    }
  }

  private Target target(String url) {
    Target target = last;
    if (target == null || !target.url.equals(url)) {
      target = Target.of(url);
      last = target;
    }
    return target;
  }

  private @Nullable HttpConnection takeKept(Target target) {
    HttpConnection connection = kept;
    kept = null;
    if (connection == null
        || (System.nanoTime() - keptSince < KEEP_ALIVE_NANOS
            && connection.leadsTo(target)
            && connection.isSilent())) {
      return connection;
    }
    connection.close();
    return null;
  }

  @Override
  public void idle() {
    closeKept();
    connector.idle();
  }

  private void closeKept() {
    HttpConnection connection = kept;
    kept = null;
    if (connection != null) {
      connection.close();
    }
  }
}
