package app.trackx.examples.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The program in its own JVM, and a browser without cookies. */
final class Shop implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String OPEN = "Open for business at http://localhost:";

  private final HttpClient browser = HttpClient.newHttpClient();
  private final Process process;
  private final Path output;
  private final int port;

  private Shop(Process process, Path output, int port) {
    this.process = process;
    this.output = output;
    this.port = port;
  }

  static Shop open(@Nullable String endpoint) throws IOException {
    Path output = Files.createTempFile("shop", ".out");
    ProcessBuilder builder = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "0"))
        .redirectErrorStream(true)
        .redirectOutput(output.toFile());
    builder.environment().remove("TRACKX_ENDPOINT");
    if (endpoint != null) {
      builder.environment().put("TRACKX_ENDPOINT", endpoint);
    }
    Process process = builder.start();
    await(() -> read(output).contains(OPEN) || !process.isAlive(), PATIENCE);
    String text = read(output);
    assertThat(text).contains(OPEN);
    String port =
        text.substring(text.indexOf(OPEN) + OPEN.length()).lines().findFirst().orElseThrow();
    return new Shop(process, output, Integer.parseInt(port));
  }

  int port() {
    return port;
  }

  HttpResponse<String> get(String path, String agent) {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
        .header("User-Agent", agent)
        .timeout(PATIENCE)
        .build();
    try {
      return browser.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Stops the program like an operator does, and returns its output. */
  String stop() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return read(output);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.delete(output);
  }

  static void await(BooleanSupplier condition, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
