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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int start(String... args) {
    return Main.start(
        args,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String said(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8).trim();
  }

  @Test
  void help_listsTheOptions_andVersionIsShown() {
    assertThat(start("--help")).isZero();
    assertThat(said(out)).contains("--port", "8000", "--host", "--data", "--version");
    assertThat(start("--version")).isZero();
    assertThat(said(out)).contains("trackx-local ");
    assertThat(said(err)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--prot 1 | unknown option --prot",
        "8000 | unknown option 8000",
        "--port | --port needs a value",
        "--port= | --port needs a value",
        "--port x | port is no number: x",
        "--port 70000 | port not in 0..65535: 70000",
      })
  void wrongOption_isOneLine(String args, String reason) {
    assertThat(start(args.split(" "))).isEqualTo(2);
    assertThat(said(err)).isEqualTo(reason + "; --help lists the options");
    assertThat(said(out)).isEmpty();
  }

  @Test
  void takenPort_andUnknownHost_areOneLine() {
    try (TrackXLocal server = TrackXLocal.start()) {
      assertThat(start("--port", "" + server.port())).isEqualTo(1);
      assertThat(said(err))
          .isEqualTo("cannot start a server on port " + server.port() + ": Address already in use");
    }
    err.reset();
    assertThat(start("--port", "0", "--host", "198.51.100.1")).isEqualTo(1);
    assertThat(said(err)).startsWith("cannot start a server on port 0: ").hasLineCount(1);
  }

  @Test
  void directoryThatIsNone_isOneLine(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(start("--port", "0", "--data", file.toString())).isEqualTo(1);
    assertThat(said(err)).isEqualTo("cannot keep data in " + file + ": it is no directory");
  }

  @Test
  void directoryThatOthersCanWriteTo_isOneLine(@TempDir Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(start("--port", "0", "--data", folder.toString())).isEqualTo(1);
    assertThat(said(err))
        .isEqualTo("cannot keep data in " + folder + ": other users can write to it: chmod go-w "
            + folder.toRealPath());
  }

  @Test
  void hostThatOthersReach_isWarnedOf() {
    assertThat(start("--port=0", "--host=0.0.0.0")).isEqualTo(-1);
    assertThat(said(out)).contains("WARNING   everybody in the network can read");
  }

  @Test
  void program_saysWhereItIs_andEndsAtOnce() throws Exception {
    try (Program program = Program.ofClasses("--port", "0")) {
      assertThat(program.line()).startsWith("TrackX local ").endsWith("Ctrl-C ends it");
      assertThat(program.address().toString())
          .matches("http://127\\.0\\.0\\.1:\\d+/v1/[0-9a-z]{11}");
      URI page = program.address();
      assertThat(page.toString()).matches("http://127\\.0\\.0\\.1:\\d+/");
      try (RawHttp http = new RawHttp(page.getPort())) {
        assertThat(http.get("/").status()).isEqualTo(200);
      }
      assertThat(program.line()).isEqualTo("  data      in memory, until it ends");
      assertThat(program.interrupt()).isLessThan(5);
      assertThat(program.line()).isNull();
    }
  }

  @Test
  void program_thatCannotStart_hasAnExitCode() throws Exception {
    try (Program program = Program.ofClasses("--nonsense")) {
      assertThat(program.line()).isEqualTo("unknown option --nonsense; --help lists the options");
      assertThat(program.exitCode()).isEqualTo(2);
    }
  }
}
