package app.trackx.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the packaged jars, including the command of the README. */
class JarIT {
  private static final Path JAR = Path.of(System.getProperty("trackx.local.jar"));

  @Test
  void jar_runsWithoutOtherJars() throws Exception {
    try (Program program = Program.ofJar(JAR, "--port", "0")) {
      assertThat(program.line())
          .isEqualTo("TrackX local " + System.getProperty("project.version")
              + " is running; press Ctrl-C to stop it");
      URI endpoint = program.address();
      try (RawHttp http = new RawHttp(program.address().getPort())) {
        String event = "{\"name\":\"FromTheJar\",\"meta\":{}}";
        String path = endpoint.getPath() + "/event";
        assertThat(http.request("POST", path, RawHttp.BROWSER, event).text()).isEqualTo("ok");
        assertThat(http.get("/").text()).contains("main.js");
        assertThat(http.get("/main.js").status()).isEqualTo(200);
        assertThat(http.get("/api/issues").text()).contains("FromTheJar");
      }
      assertThat(program.interrupt()).isLessThan(5);
    }
  }

  @Test
  void plainJar_worksAsAModule_withoutTheOptionalOnes(@TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("module-info.java"), "module m { requires app.trackx.local; }");
    Files.createDirectories(folder.resolve("m"));
    Files.writeString(folder.resolve("m/Main.java"), """
        package m;
        public class Main {
          public static void main(String[] args) {
            try (var server = app.trackx.local.TrackXLocal.start()) {
              System.out.println(server.page());
              app.trackx.local.TrackXLocal.builder()
                  .dataDirectory(java.nio.file.Path.of(args[0])).start();
            } catch (java.io.UncheckedIOException e) {
              System.out.println(e.getCause().getMessage());
            }
          }
        }
        """);
    String modules = System.getProperty("trackx.local.plain.jar")
        + File.pathSeparator
        + Path.of(JsonFactory.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .toURI());
    int code = ToolProvider.findFirst("javac")
        .orElseThrow()
        .run(
            System.out,
            System.err,
            "-p",
            modules,
            "-d",
            folder.resolve("out").toString(),
            folder.resolve("module-info.java").toString(),
            folder.resolve("m/Main.java").toString());
    assertThat(code).isZero();
    String path = folder.resolve("out") + File.pathSeparator + modules;
    String data = folder.resolve("data").toString();
    try (Program program = Program.start(List.of("-p", path, "-m", "m/m.Main"), data)) {
      assertThat(program.line()).startsWith("http://127.0.0.1:");
      assertThat(program.line()).startsWith("H2 is missing: add com.h2database:h2");
      assertThat(program.exitCode()).isZero();
    }
  }

  @Test
  void data_surviveARestart_andAreLocked(@TempDir Path folder) throws Exception {
    URI endpoint;
    try (Program program = Program.ofJar(JAR, "--port", "0", "--data", folder.toString())) {
      program.line();
      endpoint = program.address();
      try (RawHttp http = new RawHttp(endpoint.getPort())) {
        for (int i = 0; i < 20; i++) {
          String path = endpoint.getPath() + "/event";
          http.request("POST", path, RawHttp.BROWSER, "{\"name\":\"Kept\"}");
        }
      }
      try (Program second = Program.ofJar(JAR, "--port=0", "--data=" + folder)) {
        assertThat(second.line())
            .isEqualTo(
                "cannot store data in " + folder + ": another server is using the directory");
        assertThat(second.exitCode()).isEqualTo(1);
      }
      assertThat(program.interrupt()).isLessThan(5);
    }
    try (Program again = Program.ofJar(JAR, "--port", "0", "--data", folder.toString())) {
      again.line();
      assertThat(again.address().getPath()).isEqualTo(endpoint.getPath());
      try (RawHttp http = new RawHttp(again.address().getPort())) {
        assertThat(http.get("/api/issues").text()).contains("\"name\":\"Kept\"", "\"events\":20");
      }
    }
  }
}
