package app.trackx.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The command of the README, with the jar that was built. */
class JarIT {
  private static final Path JAR = Path.of(System.getProperty("trackx.local.jar"));

  @Test
  void jar_runsAlone() throws Exception {
    try (Program program = Program.ofJar(JAR, "--port", "0")) {
      assertThat(program.line())
          .isEqualTo("TrackX local " + System.getProperty("project.version")
              + " is running; Ctrl-C ends it");
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
}
