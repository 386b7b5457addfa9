package app.trackx.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int start(String... args) {
    return Main.start(
        args,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8).trim();
  }

  @Test
  void help_listsTheOptions_andVersionIsShown() {
    assertThat(start("--help")).isZero();
    assertThat(text(out))
        .contains(
            "--port",
            "8000",
            "--host",
            "--data",
            "--source-from",
            "--like-upstream",
            "--origins",
            "--version");
    assertThat(start("--version")).isZero();
    assertThat(text(out)).contains("trackx-local ");
    assertThat(text(err)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--prot 1 | unknown option --prot",
        "8000 | unknown option 8000",
        "--port | --port requires a value",
        "--port= | --port requires a value",
        "--port x | port is not a number: x",
        "--port 70000 | port not in 0..65535: 70000",
        "--source-from | --source-from requires a value",
        "--like-upstream=open | --like-upstream has no value, or the value close: open",
        "--like-upstream close | unknown option close",
        "--source-from git.example.com | --source-from must be an http or https URL without user name, query and dot segments",
      })
  void invalidOption_printsOneLine(String args, String reason) {
    assertThat(start(args.split(" "))).isEqualTo(2);
    assertThat(text(err)).isEqualTo(reason + "; run with --help for a list of options");
    assertThat(text(out)).isEmpty();
  }

  @Test
  void portInUse_andUnknownHost_printOneLine() {
    try (TrackXLocal server = TrackXLocal.start()) {
      assertThat(start("--port", "" + server.port())).isEqualTo(1);
      assertThat(text(err))
          .isEqualTo("cannot start a server on port " + server.port() + ": Address already in use");
    }
    err.reset();
    assertThat(start("--port", "0", "--host", "198.51.100.1")).isEqualTo(1);
    assertThat(text(err)).startsWith("cannot start a server on port 0: ").hasLineCount(1);
  }

  @Test
  void fileInsteadOfDirectory_printsOneLine(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(start("--port", "0", "--data", file.toString())).isEqualTo(1);
    assertThat(text(err)).isEqualTo("cannot store data in " + file + ": not a directory");
  }

  @Test
  void directoryWritableByOthers_printsOneLine(@TempDir Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(start("--port", "0", "--data", folder.toString())).isEqualTo(1);
    assertThat(text(err))
        .isEqualTo("cannot store data in " + folder
            + ": other users can write to the directory; run chmod go-w " + folder.toRealPath());
  }

  @Test
  void hostReachableByOthers_printsAWarning() {
    assertThat(start("--port=0", "--host=0.0.0.0")).isEqualTo(-1);
    assertThat(text(out)).contains("WARNING   anyone on the network can read");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--like-upstream | 6 requests per minute and address, burst 30, then 429",
        "--like-upstream=close | 6 requests per minute and address, burst 30, then closes the connection",
      })
  void limit_isPrinted(String option, String limit) {
    assertThat(start("--port=0", option)).isEqualTo(-1);
    assertThat(text(out)).endsWith("  limit     " + limit);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void origins_areTheOnlyOnesThatAreAllowed(boolean stored, @TempDir Path directory)
      throws Exception {
    List<String> args = new ArrayList<>(
        List.of("--port", "0", "--origins", "https://a.example.com,https://b.example.com"));
    args.addAll(stored ? List.of("--data", directory.resolve("data").toString()) : List.of());
    try (Program program = Program.ofClasses(args.toArray(new String[0]))) {
      program.line(); // the title
      URI endpoint = program.address();
      String path = endpoint.getPath() + "/event";
      try (RawHttp http = new RawHttp(endpoint.getPort())) {
        assertThat(http.request("POST", path, agentOf("https://b.example.com"), "{}")
                .text())
            .isEqualTo("ok");
        assertThat(http.request("POST", path, agentOf("https://c.example.com"), "{}")
                .text())
            .isEqualTo("Invalid origin");
      }
    }
  }

  private static Map<String, String> agentOf(String origin) {
    return Map.of("Origin", origin, "User-Agent", "Java/17.0 (Linux; amd64)");
  }

  @Test
  void program_printsItsAddresses_andStopsOnInterrupt() throws Exception {
    try (Program program = Program.ofClasses("--port", "0")) {
      assertThat(program.line()).startsWith("TrackX local ").endsWith("press Ctrl-C to stop it");
      assertThat(program.address().toString())
          .matches("http://127\\.0\\.0\\.1:\\d+/v1/[0-9a-z]{11}");
      URI page = program.address();
      assertThat(page.toString()).matches("http://127\\.0\\.0\\.1:\\d+/");
      try (RawHttp http = new RawHttp(page.getPort())) {
        assertThat(http.get("/").status()).isEqualTo(200);
      }
      assertThat(program.line()).isEqualTo("  data      in memory, discarded on exit");
      assertThat(program.interrupt()).isLessThan(5);
      assertThat(program.line()).isNull();
    }
  }

  @Test
  void invalidOption_setsTheExitCode() throws Exception {
    try (Program program = Program.ofClasses("--nonsense")) {
      assertThat(program.line())
          .isEqualTo("unknown option --nonsense; run with --help for a list of options");
      assertThat(program.exitCode()).isEqualTo(2);
    }
  }
}
