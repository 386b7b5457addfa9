package app.trackx.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A relay in a JVM of its own that can be killed and started again, on the same loopback port. */
final class RelayProcess implements AutoCloseable {
  private final Path log;
  private final int port;
  private final List<String> flags;
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;

  RelayProcess(Path log, List<String> flags) throws IOException {
    this.log = log;
    this.flags = flags;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::close)); // if the tests are killed
    start();
  }

  void start() throws IOException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx384m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        "app.trackx.relay.Main",
        "--listen",
        "127.0.0.1:" + port));
    command.addAll(flags);
    process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** Ends it without any chance to do more. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  String address() {
    return "http://127.0.0.1:" + port;
  }

  /** Waits until it serves requests; starts it again if it ended because no broker could be used. */
  void await() throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (!isUp()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("the relay never was up");
      }
      if (!process.isAlive()) {
        start();
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private boolean isUp() throws InterruptedException {
    try {
      HttpRequest health = HttpRequest.newBuilder(URI.create(address() + "/health"))
          .timeout(Duration.ofSeconds(5))
          .build();
      return http.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
