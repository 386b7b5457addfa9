package app.trackx.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A host of source files on loopback, which records the requests that it gets. */
public final class SourceHost implements AutoCloseable {
  static {
    TrackXLocal.start().close(); // the JDK reads the properties that it sets once per JVM
  }

  private static final int SECONDS = 20;

  public final List<String> requests = new CopyOnWriteArrayList<>();

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpServer server;

  public interface Answer {
    void write(HttpExchange exchange) throws IOException;
  }

  public SourceHost() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> {
      String path = exchange.getRequestURI().toString();
      requests.add(path);
      try {
        answers.getOrDefault(path, answer(404, "text/plain", "")).write(exchange);
      } finally {
        exchange.close();
      }
    });
    server.start();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  public void file(String path, String text) {
    answers.put(path, answer(200, "text/plain; charset=utf-8", text));
  }

  public void answer(String path, Answer answer) {
    answers.put(path, answer);
  }

  public void redirect(String path, String to) {
    answers.put(path, exchange -> {
      exchange.getResponseHeaders().set("Location", to);
      exchange.sendResponseHeaders(302, -1);
    });
  }

  public static Answer answer(int status, String type, String text) {
    return exchange -> {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    };
  }

  /** Waits in an answer until the host is closed. */
  public void stall() {
    try {
      if (!closed.await(SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the host was not closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns a file of numbered lines. */
  public static String lines(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      text.append("line ").append(i).append('\n');
    }
    return text.toString();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
