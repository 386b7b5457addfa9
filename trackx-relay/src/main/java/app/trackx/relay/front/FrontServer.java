package app.trackx.relay.front;

import app.trackx.internal.jvm.TimeSource;
import app.trackx.relay.intake.DailySecret;
import app.trackx.relay.intake.Intake;
import app.trackx.relay.metrics.Metrics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jetty, set up for the relay: HTTP/1.1, with limits on everything that a client decides. */
public final class FrontServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FrontServer.class);

  /** Node.js accepts 16 KiB of names and values; here, what separates them counts, too. */
  private static final int MAX_HEADERS = 17 * 1024;

  private static final int MAX_THREADS = 32;
  private static final int MIN_THREADS = 4;

  /** A client that sends its body more slowly, in bytes a second, is cut off. */
  private static final long SLOWEST = 500;

  /** The share of the heap that bodies without an answer may take. */
  private static final long SHARE = 6;

  private static final long LEAST_BUDGET = 8L * 1024 * 1024;

  private final Server server;
  private final ServerConnector connector;

  private FrontServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * Begins to listen.
   *
   * @param healthy what {@code /health} reports
   * @throws IOException with a sentence for people, if the address cannot be used
   */
  public static FrontServer start(
      FrontOptions options,
      DailySecret secret,
      Intake intake,
      BooleanSupplier healthy,
      Metrics metrics,
      TimeSource time)
      throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    threads.setName("trackx-relay-http");
    threads.setDaemon(true);
    Server server = new Server(threads);
    ServerConnector connector = connector(server, options);
    long bytes = Math.max(LEAST_BUDGET, Runtime.getRuntime().maxMemory() / SHARE);
    Semaphore budget = new Semaphore((int) Math.min(Integer.MAX_VALUE, bytes));
    Admission admission = new Admission(secret, options.projects(), options.trustProxy());
    Front front =
        new Front(admission, intake, healthy, metrics, time, options.maxBody(), budget, threads);
    server.setHandler(new GracefulHandler(new MinimumDataRateHandler(front, SLOWEST, 0)));
    server.setErrorHandler(new PlainErrors());
    server.setStopTimeout(options.stopTimeout().toMillis());
    metrics.gauge(
        "connections",
        "Open connections of clients.",
        () -> connector.getConnectedEndPoints().size());
    try {
      server.start();
    } catch (Exception e) {
      stop(server);
      throw new IOException(ListenProblem.inWords(options.address(), e), e);
    }
    return new FrontServer(server, connector);
  }

  private static ServerConnector connector(Server server, FrontOptions options) {
    ServerConnector connector = new ServerConnector(server, 1, 1, factories(options));
    connector.setHost(options.address().getHostString());
    connector.setPort(options.address().getPort());
    connector.setIdleTimeout(options.idleTimeout().toMillis());
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(options.maxConnections(), connector));
    return connector;
  }

  private static ConnectionFactory[] factories(FrontOptions options) {
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(MAX_HEADERS);
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setHeaderCacheCaseSensitive(
        true); // else Jetty would change the case of a Content-Type or User-Agent
    http.setUriCompliance(UriCompliance.UNSAFE); // a path is only compared, as it was sent
    Tls tls = options.tls();
    if (tls == null) {
      return new ConnectionFactory[] {new HttpConnectionFactory(http)};
    }
    SecureRequestCustomizer secure = new SecureRequestCustomizer();
    secure.setSniHostCheck(false); // clients of a fleet may know the relay by any name
    http.addCustomizer(secure);
    SslContextFactory.Server ssl = new SslContextFactory.Server();
    ssl.setKeyStore(tls.store());
    ssl.setKeyStorePassword(tls.password());
    ssl.setKeyManagerPassword(tls.password());
    return new ConnectionFactory[] {
      new SslConnectionFactory(ssl, "http/1.1"), new HttpConnectionFactory(http)
    };
  }

  /** Returns the port. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Accepts no more connections, answers the requests that were read, and ends. */
  @Override
  public void close() {
    stop(server);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.debug("the HTTP server did not stop cleanly", e);
    }
  }

  /** Answers what Jetty itself rejects, such as a malformed header, with the status alone, as Node.js does. */
  private static final class PlainErrors implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.write(true, ByteBuffer.allocate(0), callback);
      return true;
    }
  }
}
