package app.trackx.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server on loopback that accepts all events and counts the errors that they represent. */
final class CountingServer implements AutoCloseable {
  private static final Pattern OCCURRENCES = Pattern.compile("\"occurrences\":(\\d+)");
  private static final Pattern KIND = Pattern.compile("\"kind\":(\\d+)");

  private final HttpServer http;
  private final AtomicInteger requests = new AtomicInteger();
  private final Map<Integer, Long> errors = new ConcurrentHashMap<>();

  private CountingServer(HttpServer http) {
    this.http = http;
    http.createContext("/", this::answer);
    http.start();
  }

  /** Starts a server; port 0 selects a free port. */
  static CountingServer start(int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return new CountingServer(HttpServer.create(address, 0));
  }

  int port() {
    return http.getAddress().getPort();
  }

  static String endpoint(int port) {
    return "http://127.0.0.1:" + port + "/v1/00000000000";
  }

  int requests() {
    return requests.get();
  }

  /** Returns the numbers of errors, including folded repeats, by the kind in their meta. */
  Map<Integer, Long> errors() {
    return errors;
  }

  long sum() {
    return errors.values().stream().mapToLong(Long::longValue).sum();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.incrementAndGet();
    Matcher kind = KIND.matcher(body);
    Matcher occurrences = OCCURRENCES.matcher(body);
    errors.merge(
        kind.find() ? Integer.parseInt(kind.group(1)) : -1,
        occurrences.find() ? Long.parseLong(occurrences.group(1)) : 1,
        Long::sum);
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
