package app.trackx.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private static final int PATIENCE_SECONDS = 60;

  @Test
  void main_toldToExit_endsByItselfWithoutFailure(@TempDir Path folder) throws Exception {
    File output = folder.resolve("output").toFile();
    Process process =
        program("--exit").redirectErrorStream(true).redirectOutput(output).start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();

    assertThat(ended).isTrue();
    assertThat(Files.readString(output.toPath())).contains("5  in all, of 3 issues");
    assertThat(process.exitValue()).isZero();
  }

  @Test
  @Timeout(PATIENCE_SECONDS)
  void main_endsWithTheAddressOfAPage_whichIsThere() throws Exception {
    Process process = program().redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      while (line != null && !line.startsWith("Look at them")) {
        line = out.readLine();
      }
      assertThat(line).isNotNull();
      URI page = URI.create(line.substring(line.indexOf("http")));
      HttpRequest request = HttpRequest.newBuilder(page).build();
      assertThat(HttpClient.newHttpClient()
              .send(request, HttpResponse.BodyHandlers.ofString())
              .body())
          .contains("<title>");
    } finally {
      process.destroyForcibly();
    }
  }

  private static ProcessBuilder program(String... arguments) {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }
}
