package app.trackx.local.internal.http;

import app.trackx.local.internal.bounds.DaemonThreads;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP server, which passes requests to a handler function.
 *
 * <p>Three settings of that server are system properties that are read once per JVM and have unsuitable defaults: without
 * TCP_NODELAY, every request on a reused connection takes 40 ms, because response header and body are written
 * separately; without a maximum request time, a stalled client blocks a thread forever; and it accepts fewer headers than the real server. All are set here unless they
 * are set already.
 */
public final class HttpFront implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService workers;
  private final Streams streams;
  private final Function<Request, Response> api;
  private final int port;

  private HttpFront(
      HttpServer server,
      ExecutorService workers,
      Function<Request, Response> api,
      Streams streams) {
    this.server = server;
    this.port = server.getAddress().getPort();
    this.workers = workers;
    this.api = api;
    this.streams = streams;
  }

  public static HttpFront start(InetSocketAddress address, Function<Request, Response> api)
      throws IOException {
    return start(address, api, new Streams(new DaemonThreads("stream-")));
  }

  public static HttpFront start(
      InetSocketAddress address, Function<Request, Response> api, Streams streams)
      throws IOException {
    setUnlessSet("sun.net.httpserver.nodelay", "true");
    setUnlessSet("sun.net.httpserver.maxReqTime", "10");
    setUnlessSet("sun.net.httpserver.maxReqHeaders", "8192"); // their size is limited instead
    ExecutorService workers =
        Executors.newFixedThreadPool(DaemonThreads.POOL_SIZE, new DaemonThreads(""));
    try {
      HttpFront front = awaited(workers.submit(() -> listen(address, workers, api, streams)));
      DaemonThreads.nameAll();
      return front;
    } catch (IOException | RuntimeException e) {
      workers.shutdownNow();
      throw e;
    }
  }

  /** Starts the server. Called on a worker, so that the JDK's dispatcher thread inherits its daemon status. */
  private static HttpFront listen(
      InetSocketAddress address,
      ExecutorService workers,
      Function<Request, Response> api,
      Streams streams)
      throws IOException {
    HttpServer server = HttpServer.create(address, 0);
    HttpFront front = new HttpFront(server, workers, api, streams);
    server.setExecutor(workers);
    server.createContext("/", front::handle);
    server.start();
    return front;
  }

  private static HttpFront awaited(Future<HttpFront> starting) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return starting.get();
        } catch (InterruptedException e) {
          interrupted = true; // binding a port is fast: finish, then restore the interrupt
        }
      }
    } catch (ExecutionException e) {
      throw new IOException("cannot listen on the address", e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  public int port() {
    return port;
  }

  private void handle(HttpExchange exchange) {
    try {
      Response response = respond(exchange);
      StreamBody stream = response.stream();
      if (response == Response.NONE) {
        exchange.close(); // after the body was read: otherwise the client might see a reset
      } else if (stream == null) {
        send(exchange, response);
      } else if (!streams.start(stream, new Target(exchange, response))) {
        send(exchange, Response.BUSY);
      }
    } catch (IOException e) {
      exchange.close(); // the client has disconnected or was too slow
    }
  }

  private Response respond(HttpExchange exchange) throws IOException {
    Response rejection = NodeRules.rejection(exchange);
    if (rejection != null) {
      RequestBody.skip(exchange.getRequestBody());
      return rejection;
    }
    return responseTo(read(exchange));
  }

  private Response responseTo(Request request) {
    try {
      return api.apply(request);
    } catch (RuntimeException e) {
      return Response.FAILED;
    }
  }

  private static Request read(HttpExchange exchange) throws IOException {
    InputStream in = exchange.getRequestBody();
    URI target = exchange.getRequestURI();
    String path = target.isAbsolute() ? target.toString() : target.getRawPath();
    Route route = Route.of(path);
    RequestBody body = RequestBody.none();
    if (hasJson(exchange, route)) {
      body = RequestBody.read(in, route == null ? RequestBody.LIMIT : route.bodyLimit());
    } else {
      RequestBody.skip(in);
    }
    return new Request(
        exchange.getRequestMethod(),
        path,
        route,
        target.getRawQuery(),
        exchange.getRequestHeaders(),
        exchange.getRemoteAddress().getAddress().getHostAddress(),
        body);
  }

  /** Treats a body of a declared type other than JSON as empty, except for reports, like the server's source. */
  private static boolean hasJson(HttpExchange exchange, @Nullable Route route) {
    Headers headers = exchange.getRequestHeaders();
    String type = headers.getFirst("Content-Type");
    String length = headers.getFirst("Content-Length");
    return exchange.getRequestMethod().equals("POST")
        && (type == null
            || type.isEmpty()
            || type.contains("application/json")
            || (route != null && route.is(Route.REPORT)))
        && (length == null ? headers.containsKey("Transfer-Encoding") : !length.equals("0"));
  }

  /** The exchange that a stream is written to; it stays open after the worker has returned. */
  private static final class Target implements Streams.Target {
    private final HttpExchange exchange;
    private final Response response;

    Target(HttpExchange exchange, Response response) {
      this.exchange = exchange;
      this.response = response;
    }

    @Override
    public OutputStream open() throws IOException {
      setHeaders(exchange, response);
      exchange.sendResponseHeaders(response.status(), 0);
      return exchange.getResponseBody();
    }

    @Override
    public void close() {
      exchange.close();
    }
  }

  private static void setHeaders(HttpExchange exchange, Response response) {
    Headers headers = exchange.getResponseHeaders();
    response.headers().forEach(headers::set);
    headers.set("Cache-Control", "no-cache, no-store, must-revalidate");
  }

  private static void send(HttpExchange exchange, Response response) throws IOException {
    setHeaders(exchange, response);
    boolean bodiless = exchange.getRequestMethod().equals("HEAD");
    byte[] body = response.body();
    exchange.sendResponseHeaders(
        response.status(), bodiless || body.length == 0 ? -1 : body.length); // 0 would be chunked
    try (OutputStream out = exchange.getResponseBody()) {
      if (!bodiless && body.length > 0) {
        out.write(body);
      }
    }
  }

  @Override
  public void close() {
    streams.close();
    server.stop(0);
    workers.shutdownNow();
  }
}
