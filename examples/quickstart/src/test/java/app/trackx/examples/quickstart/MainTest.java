package app.trackx.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private static final int PATIENCE_SECONDS = 60;

  @Test
  void main_endsByItselfWithoutFailure(@TempDir Path folder) throws Exception {
    File output = folder.resolve("output").toFile();
    Process process = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()))
        .redirectErrorStream(true)
        .redirectOutput(output)
        .start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();

    assertThat(ended).isTrue();
    assertThat(Files.readString(output.toPath())).contains("5  in all, of 3 issues");
    assertThat(process.exitValue()).isZero();
  }
}
