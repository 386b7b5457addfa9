package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.trackx.testing.ChildJvm;
import app.trackx.testing.RawServer;
import app.trackx.testing.SmallRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
  private static final String MISSING = "lacks the module jdk.crypto.ec";

  @TempDir
  static Path folder;

  private static Path image;

  private RawServer server;
  private String endpoint;

  @BeforeAll
  static void link() {
    Optional<Path> linked = SmallRuntime.link(folder);
    assumeTrue(linked.isPresent(), "this runtime has no jlink");
    image = linked.get();
  }

  @BeforeEach
  void startServer() throws IOException {
    server = RawServer.refusingTls();
    endpoint = "https://127.0.0.1:" + server.port() + "/v1/0123456789a";
  }

  @AfterEach
  void stopServer() throws IOException {
    server.close();
  }

  @Test
  void client_namesTheMissingModule() throws Exception {
    assertNamesTheModule(client().home(image).run(CrashProgram.class, endpoint, "main").err);
  }

  @Test
  void wholeRuntime_isNotSaidToLackAModule() throws Exception {
    assertThat(client().run(CrashProgram.class, endpoint, "main").err)
        .anyMatch(line -> line.contains("cannot be reached"))
        .noneMatch(line -> line.contains("module"));
  }

  private static void assertNamesTheModule(List<String> lines) {
    String text = String.join(" ", lines).replaceAll("\\s+", " ");
    if (SmallRuntime.lacksCurves()) {
      assertThat(text).contains(MISSING, "jlink --add-modules jdk.crypto.ec");
    } else {
      assertThat(text).contains("127.0.0.1").doesNotContain("module");
    }
  }

  private static ChildJvm client() {
    return new ChildJvm().without("logback");
  }
}
