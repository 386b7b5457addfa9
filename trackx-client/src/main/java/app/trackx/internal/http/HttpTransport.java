package app.trackx.internal.http;

import app.trackx.internal.jvm.MemoryPressure;
import app.trackx.transport.Outcome;
import app.trackx.transport.Transport;
import app.trackx.transport.TransportRequest;
import java.io.IOException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The bundled transport, which sends requests over HTTP/1.1 with only the JDK's sockets. Confined
 * to the sending thread.
 *
 * <p>It uses no HTTP client of the JDK or of a library. {@code HttpURLConnection} silently drops
 * the {@code Origin} header and repeats a failed POST. {@code java.net.http} and OkHttp cost a cold
 * JVM a third of a second or more of a core; in a container with a tenth of a core, the JVM exits
 * sooner than that after an uncaught exception. One connection is kept, for less than the five
 * seconds after which the server closes it.
 *
 * <p>It follows no redirects, does not compress, and sends a body once, with two exceptions. If a
 * kept connection is closed before any byte of a response, it was most likely stale, so the request
 * is sent again on a new one. And a proxy that requires a login has not forwarded the request.
 */
public final class HttpTransport implements Transport {
  private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(4);

  private final Connector connector;
  private @Nullable Target last;
  private @Nullable HttpConnection kept;
  private long keptSince;

  /**
   * Creates a transport that opens its first connection with the first request.
   *
   * @param threads creates daemon threads for operations that must be interrupted at the deadline
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
   * Sends a request and returns the response unchanged.
   *
   * @throws UnansweredException if a new connection was closed before any byte of a response
   * @throws IOException if there is no response for another reason
   */
  public HttpResponse exchange(TransportRequest request) throws IOException {
    Deadline deadline = Deadline.in(request.timeout());
    Target target = target(request.url());
    try {
      HttpConnection used = reuseKept(target);
      if (used != null) {
        try {
          return exchangeWithLogin(used, request, target, deadline);
        } catch (UnansweredException stale) {
          // retry on a new connection
        }
      }
      return exchangeWithLogin(connector.connect(target, deadline), request, target, deadline);
    } catch (ProxyRefusedException refused) {
      return refused.response();
    }
  }

  /** Sends the request, and again if a proxy requires a login and there is one. */
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

  private @Nullable HttpConnection reuseKept(Target target) {
    HttpConnection connection = kept;
    kept = null;
    if (connection == null
        || (System.nanoTime() - keptSince < KEEP_ALIVE_NANOS
            && connection.serves(target)
            && connection.hasNoInput())) {
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
