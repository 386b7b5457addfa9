package app.trackx.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.TrackXLocal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The doctor's jar, alone as it is downloaded; what it says is tested in its module. */
@Timeout(120)
class CheckJarTest {
  private static final Path JAR = new Published("trackx-client").jar("check");

  @TempDir
  Path folder;

  @Test
  void goodEndpoint_exitsWithZero_andSaysNothingButItsFindings() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      assertThat(run(0, server.endpoint())).contains("ok    event").doesNotContain("SLF4J");
      assertThat(server.events()).hasSize(1);
    }
  }

  @Test
  void badEndpoint_exitsWithOne() throws Exception {
    assertThat(run(1, "http://127.0.0.1:9/v1/0123456789a")).contains("FAIL");
  }

  @Test
  void noEndpoint_exitsWithTwo() throws Exception {
    assertThat(run(2)).contains("Usage:");
  }

  @Test
  void jar_hasItsLibrariesInside_underNamesOfItsOwn() throws Exception {
    assertThat(Published.files(JAR))
        .allMatch(name -> name.startsWith("app/trackx/") || name.startsWith("META-INF/"))
        .anyMatch(name -> name.startsWith("app/trackx/check/lib/http/"))
        .contains("META-INF/LICENSE", "META-INF/LICENSE.txt", "META-INF/trackx/THIRD-PARTY.txt");
    assertThat(Published.manifest(JAR).getValue("Main-Class")).isEqualTo("app.trackx.check.Main");
    assertThat(Published.manifest(JAR).getValue("Bundle-SymbolicName")).isNull();
  }

  private String run(int exitCode, String... arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-jar",
        JAR.toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(out.toFile())
        .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(out)).isEqualTo(exitCode);
    return Files.readString(out);
  }
}
