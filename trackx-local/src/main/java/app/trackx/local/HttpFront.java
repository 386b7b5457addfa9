package app.trackx.local;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * The JDK's HTTP server, in front of a function from request to answer.
 *
 * <p>Two of that server's settings are system properties, read once in a JVM, and their defaults do
 * not suit: without TCP_NODELAY every request on a kept connection costs 40 ms, because the
 * answer's header and body are two writes; and without a request time a client that stalls holds a
 * thread for ever. Both are set here unless someone has set them.
 */
final class HttpFront implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService workers;
  private final Streams streams;
  private final Function<Request, Answer> api;
  private final int port;

  private HttpFront(
      HttpServer server, ExecutorService workers, Function<Request, Answer> api, Streams streams) {
    this.server = server;
    this.port = server.getAddress().getPort();
    this.workers = workers;
    this.api = api;
    this.streams = streams;
  }

  static HttpFront start(InetSocketAddress address, Function<Request, Answer> api)
      throws IOException {
    return start(address, api, new Streams(new DaemonThreads("stream-")));
  }

  static HttpFront start(InetSocketAddress address, Function<Request, Answer> api, Streams streams)
      throws IOException {
    setUnlessSet("sun.net.httpserver.nodelay", "true");
    setUnlessSet("sun.net.httpserver.maxReqTime", "10");
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

  /** Runs on a worker, so that the JDK's dispatcher thread, too, inherits being a daemon. */
  private static HttpFront listen(
      InetSocketAddress address,
      ExecutorService workers,
      Function<Request, Answer> api,
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
          interrupted = true; // binding a port does not take long: finish, then tell
        }
      }
    } catch (ExecutionException e) {
      throw new IOException("cannot listen on that address", e.getCause());
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

  int port() {
    return port;
  }

  private void handle(HttpExchange exchange) {
    try {
      Answer answer = answer(read(exchange));
      StreamBody stream = answer.stream();
      if (stream == null) {
        send(exchange, answer);
      } else if (!streams.start(stream, new Target(exchange, answer))) {
        send(exchange, Answer.BUSY);
      }
    } catch (IOException e) {
      exchange.close(); // the client is gone, or was too slow: nobody to tell
    }
  }

  private Answer answer(Request request) {
    try {
      return api.apply(request);
    } catch (RuntimeException e) {
      return Answer.FAILED;
    }
  }

  private static Request read(HttpExchange exchange) throws IOException {
    InputStream in = exchange.getRequestBody();
    RequestBody body = RequestBody.none();
    if (hasJson(exchange)) {
      body = RequestBody.read(in);
    } else {
      RequestBody.skip(in);
    }
    return new Request(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        exchange.getRequestURI().getRawQuery(),
        exchange.getRequestHeaders(),
        exchange.getRemoteAddress().getAddress().getHostAddress(),
        body);
  }

  /** By its source, the server takes a body as empty if it is declared and not declared as JSON. */
  private static boolean hasJson(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    String type = headers.getFirst("Content-Type");
    String length = headers.getFirst("Content-Length");
    return exchange.getRequestMethod().equals("POST")
        && (type == null || type.contains("application/json"))
        && (length == null ? headers.containsKey("Transfer-Encoding") : !length.equals("0"));
  }

  /** Where a stream goes: the exchange stays open when the worker has left it. */
  private static final class Target implements Streams.Target {
    private final HttpExchange exchange;
    private final Answer answer;

    Target(HttpExchange exchange, Answer answer) {
      this.exchange = exchange;
      this.answer = answer;
    }

    @Override
    public OutputStream open() throws IOException {
      setHeaders(exchange, answer);
      exchange.sendResponseHeaders(answer.status(), 0);
      return exchange.getResponseBody();
    }

    @Override
    public void close() {
      exchange.close();
    }
  }

  private static void setHeaders(HttpExchange exchange, Answer answer) {
    Headers headers = exchange.getResponseHeaders();
    answer.headers().forEach(headers::set);
    headers.set("Cache-Control", "no-cache, no-store, must-revalidate");
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    setHeaders(exchange, answer);
    boolean bodiless = exchange.getRequestMethod().equals("HEAD");
    byte[] body = answer.body();
    exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      if (!bodiless) {
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
