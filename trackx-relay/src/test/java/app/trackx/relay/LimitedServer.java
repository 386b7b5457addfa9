package app.trackx.relay;

import app.trackx.local.TrackXLocal;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** trackx-local behind the rate limit of upstream's nginx: a leaky bucket, and half an hour of silence past it. */
final class LimitedServer implements AutoCloseable {
  private static final int BURST = 30;

  private final TrackXLocal server = TrackXLocal.start();
  private final HttpServer front;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient http = HttpClient.newHttpClient();
  private final double perNano;
  private final AtomicInteger refusals = new AtomicInteger();

  // of nginx's ngx_http_limit_req_module; guarded by this
  private double excess;
  private long last = System.nanoTime();

  LimitedServer(int perMinute) throws IOException {
    this.perNano = perMinute / 60e9;
    this.front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    front.createContext("/", this::handle);
    front.setExecutor(threads);
    front.start();
  }

  TrackXLocal server() {
    return server;
  }

  String address() {
    return "http://127.0.0.1:" + front.getAddress().getPort();
  }

  int refusals() {
    return refusals.get();
  }

  private synchronized boolean isAllowed() {
    long now = System.nanoTime();
    double next = Math.max(0, excess - (now - last) * perNano + 1);
    if (next > BURST + 1) {
      return false;
    }
    excess = next;
    last = now;
    return true;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (!isAllowed()) {
        refusals.incrementAndGet();
        exchange.getResponseHeaders().set("Retry-After", "1800");
        exchange.sendResponseHeaders(429, -1);
        return;
      }
      HttpResponse<byte[]> answer = forward(exchange, body);
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    URI target = URI.create("http://127.0.0.1:" + server.port() + exchange.getRequestURI());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    for (String name : new String[] {"Origin", "User-Agent", "Content-Type"}) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  @Override
  public void close() {
    front.stop(0);
    threads.shutdownNow();
    server.close();
  }
}
