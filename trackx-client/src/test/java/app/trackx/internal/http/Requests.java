package app.trackx.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.transport.Outcome;
import app.trackx.transport.TransportRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Requests for tests of the transport, as the client creates them. */
final class Requests {
  static final String KEY = "1dhvjg9b2y7";
  static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  /** Only operations that never end take this long. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  static final Duration SOON = Duration.ofMillis(400);

  private Requests() {}

  static HttpTransport transport() {
    return new HttpTransport(Requests::daemon, () -> false);
  }

  static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "http-of-a-test");
    thread.setDaemon(true);
    return thread;
  }

  static TransportRequest to(String url) {
    return to(url, PATIENCE, "{\"name\":\"\u00fc\"}");
  }

  static TransportRequest to(String url, Duration timeout, String body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Origin", "https://shop.example.com");
    headers.put("User-Agent", "Java/17.0 (Linux; amd64)");
    headers.put("Content-Type", "application/json");
    return new TransportRequest(url, headers, body.getBytes(StandardCharsets.UTF_8), timeout);
  }

  /** Sends 31 requests, which upstream's limit lets pass, and returns the outcome of the 32nd. */
  static Outcome afterThirtyOne(HttpTransport transport, String url) throws IOException {
    for (int i = 0; i < 31; i++) {
      assertThat(transport.send(to(url, PATIENCE, "{}")).kind()).isEqualTo(Outcome.Kind.SENT);
    }
    return transport.send(to(url, PATIENCE, "{}"));
  }

  /** Returns the largest body of the client. */
  static String largeBody() {
    char[] body = new char[256 * 1024];
    Arrays.fill(body, 'x');
    return new String(body);
  }

  /** Asserts that a request to that URL fails after {@link #SOON}, and not much later. */
  static void assertFailsInTime(String url, String body) {
    HttpTransport transport = transport();
    long start = System.nanoTime();

    assertThatThrownBy(() -> transport.send(to(url, SOON, body))).isInstanceOf(IOException.class);

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(SOON.minusMillis(50), SOON.plusSeconds(10));
  }
}
