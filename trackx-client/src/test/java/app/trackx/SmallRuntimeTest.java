package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.trackx.doctor.Main;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A runtime that jlink built from {@code java.base} only, and a server that refuses every TLS
 * handshake. Up to JDK 21, elliptic curves are in a separate module, which is then missing.
 */
@Timeout(180)
class SmallRuntimeTest {
  /** A fatal TLS alert: handshake_failure. */
  private static final byte[] REFUSAL = {21, 3, 3, 0, 2, 2, 40};

  private static final int FIRST_JDK_WITH_CURVES_IN_BASE = 22;
  private static final String MISSING = "lacks the module jdk.crypto.ec";

  @TempDir
  static Path folder;

  private static Path image;

  private ServerSocket server;
  private String endpoint;

  @BeforeAll
  static void link() {
    Optional<ToolProvider> jlink = ToolProvider.findFirst("jlink");
    assumeTrue(jlink.isPresent(), "this runtime has no jlink");
    image = folder.resolve("image");
    int exitCode = jlink
        .get()
        .run(System.out, System.err, "--add-modules", "java.base", "--output", image.toString());
    assertThat(exitCode).isZero();
  }

  @BeforeEach
  void startServer() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    endpoint = "https://127.0.0.1:" + server.getLocalPort() + "/v1/0123456789a";
    Thread thread = new Thread(this::serve, "refusing-server");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void stopServer() throws IOException {
    server.close();
  }

  /** Responds at once, then reads to the end, so that a reset does not discard the response. */
  private void serve() {
    while (!server.isClosed()) {
      try (Socket connection = server.accept()) {
        connection.setSoTimeout(10_000);
        InputStream in = connection.getInputStream();
        if (in.read() >= 0) {
          connection.getOutputStream().write(REFUSAL);
          connection.shutdownOutput();
          in.skip(Long.MAX_VALUE);
        }
      } catch (IOException closed) {
        // by the test, or by the client
      }
    }
  }

  @Test
  void client_namesTheMissingModule() throws Exception {
    assertNamesTheModule(client().home(image).run(CrashProgram.class, endpoint, "main").err);
  }

  @Test
  void doctor_namesTheMissingModule() throws Exception {
    ChildJvm.Result result = client().home(image).run(Main.class, endpoint);

    assertThat(result.exitCode).isEqualTo(1);
    assertThat(result.out).anyMatch(line -> line.contains("TLS: "));
    assertNamesTheModule(result.out);
  }

  @Test
  void completeRuntime_isNotReportedToLackAModule() throws Exception {
    assertThat(client().run(CrashProgram.class, endpoint, "main").err)
        .anyMatch(line -> line.contains("cannot be reached"))
        .noneMatch(line -> line.contains("module"));
    assertThat(client().run(Main.class, endpoint).out)
        .anyMatch(line -> line.contains("TLS: "))
        .noneMatch(line -> line.contains("module"));
  }

  private static void assertNamesTheModule(List<String> lines) {
    String text = String.join(" ", lines).replaceAll("\\s+", " "); // the doctor wraps its lines
    if (Runtime.version().feature() < FIRST_JDK_WITH_CURVES_IN_BASE) {
      assertThat(text).contains(MISSING, "jlink --add-modules jdk.crypto.ec");
    } else {
      assertThat(text).contains("127.0.0.1").doesNotContain("module");
    }
  }

  private static ChildJvm client() {
    return new ChildJvm().without("logback");
  }
}
