package app.trackx.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real nginx on a loopback port, in front of a server and with the limit of upstream's configuration: so many requests
 * a minute from one address, with a burst of 30. Above it a request is answered with 429, or its connection is closed.
 */
public final class Nginx implements AutoCloseable {
  /** How nginx refuses a request. */
  public enum Refusal {
    STATUS_429("add_header Retry-After 1800 always; return 429;"),
    CLOSED_CONNECTION("return 444;");

    private final String directives;

    Refusal(String directives) {
      this.directives = directives;
    }
  }

  private static final int ATTEMPTS = 5;

  private final Path directory;
  private final int port;
  private final Process process;

  private Nginx(Path directory, int port, Process process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  public static boolean isInstalled() {
    try {
      Process version =
          new ProcessBuilder("nginx", "-v").redirectErrorStream(true).start();
      version.getInputStream().readAllBytes();
      return version.waitFor(10, TimeUnit.SECONDS) && version.exitValue() == 0;
    } catch (IOException absent) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Starts nginx in front of a server.
   *
   * @param directory an empty directory for its files
   * @param server the loopback port of the server
   */
  public static Nginx start(Path directory, int server, int perMinute, Refusal refusal)
      throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) { // another process may take the port
      int port = freePort();
      Path configuration = directory.resolve("nginx.conf");
      Files.writeString(configuration, configuration(directory, port, server, perMinute, refusal));
      Process process = new ProcessBuilder(
              "nginx", "-p", directory.toString(), "-c", configuration.toString())
          .redirectErrorStream(true)
          .redirectOutput(directory.resolve("output").toFile())
          .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly)); // killed tests
      Waiting.until("nginx", () -> !process.isAlive() || isOpen(port));
      if (process.isAlive()) {
        return new Nginx(directory, port, process);
      }
    }
    throw new IOException("nginx does not start: " + Files.readString(directory.resolve("output")));
  }

  private static String configuration(
      Path directory, int port, int server, int perMinute, Refusal refusal) {
    return String.join(
        "\n",
        "daemon off;",
        "master_process off;",
        "pid " + directory.resolve("pid") + ";",
        "error_log " + directory.resolve("errors") + ";",
        "events { worker_connections 512; }",
        "http {",
        "  limit_req_zone $binary_remote_addr zone=clients:1m rate=" + perMinute + "r/m;",
        "  log_format brief '$status';",
        "  access_log " + directory.resolve("access") + " brief;",
        temporary(directory),
        "  server {",
        "    listen 127.0.0.1:" + port + ";",
        "    location / {",
        "      limit_req zone=clients burst=30 nodelay;",
        "      limit_req_status 429;",
        "      error_page 429 = @limited;",
        "      proxy_pass http://127.0.0.1:" + server + ";",
        "      proxy_set_header X-Real-IP $remote_addr;",
        "    }",
        "    location @limited { " + refusal.directives + " }",
        "  }",
        "}");
  }

  private static String temporary(Path directory) {
    StringBuilder paths = new StringBuilder();
    for (String name : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
      paths.append("  ").append(name).append("_temp_path ").append(directory.resolve(name));
      paths.append(";\n");
    }
    return paths.toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static boolean isOpen(int port) {
    try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return connection.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  public int port() {
    return port;
  }

  /** Returns how many refused requests are in the log until now. A request gets there after its response. */
  public int refusals() {
    try (Stream<String> statuses = Files.lines(directory.resolve("access"))) {
      return (int) statuses
          .filter(status -> status.equals("429") || status.equals("444"))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
