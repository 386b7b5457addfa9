package app.trackx.doctor;

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

/** The doctor in a runtime of {@code java.base} alone, of a server that refuses every handshake. */
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
  void doctor_namesTheMissingModule() throws Exception {
    ChildJvm.Result result = new ChildJvm().home(image).run(Main.class, endpoint);

    assertThat(result.exitCode).isEqualTo(1);
    assertThat(result.out).anyMatch(line -> line.contains("TLS: "));
    assertNamesTheModule(result.out);
  }

  @Test
  void wholeRuntime_isNotSaidToLackAModule() throws Exception {
    assertThat(new ChildJvm().run(Main.class, endpoint).out)
        .anyMatch(line -> line.contains("TLS: "))
        .noneMatch(line -> line.contains("module"));
  }

  private static void assertNamesTheModule(List<String> lines) {
    String text = String.join(" ", lines).replaceAll("\\s+", " "); // the doctor wraps its lines
    if (SmallRuntime.lacksCurves()) {
      assertThat(text).contains(MISSING, "jlink --add-modules jdk.crypto.ec");
    } else {
      assertThat(text).contains("127.0.0.1").doesNotContain("module");
    }
  }
}
