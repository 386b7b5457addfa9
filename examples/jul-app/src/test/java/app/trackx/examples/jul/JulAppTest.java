package app.trackx.examples.jul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the unchanged program with its own configuration file, in its own JVM. */
class JulAppTest {
  private static final int PATIENCE_SECONDS = 60;
  private static final String PACKAGE = "app.trackx.examples.jul.";

  @TempDir
  private Path folder;

  @Test
  void loggedErrors_arrive() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      run(server.endpoint());

      assertThat(server.issues())
          .extracting(issue -> issue.name())
          .containsExactlyInAnyOrder(
              "java.lang.NumberFormatException", PACKAGE + "StockImport", PACKAGE + "Main");
      assertThat(server.events())
          .allSatisfy(event -> assertThat(event.meta())
              .contains(
                  entry("release", "2.0.3"),
                  entry("environment", "night"),
                  entry("level", "SEVERE"),
                  entry("thread", "main")));
    }
  }

  @Test
  void loggedTwiceOnItsWayUp_isOneEventOfTheFirst() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      run(server.endpoint());

      Event event = named(server, "java.lang.NumberFormatException");
      assertThat(event.frames())
          .extracting(frame -> frame.callee())
          .contains(PACKAGE + "StockImport.pieces", PACKAGE + "StockImport.read");
      assertThat(event.meta().get("log")).asString().endsWith("has no number of pieces");
      assertThat(event.meta()).containsEntry("logger", PACKAGE + "StockImport");
      assertThat(server.events()).noneMatch(each -> each.json().contains("is left out"));
    }
  }

  @Test
  void withoutException_isGroupedByTheLineThatLogged() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      run(server.endpoint());

      Event event = named(server, PACKAGE + "StockImport");
      assertThat(event.message()).isEqualTo("No article SKU-25 (line 25)");
      assertThat(event.frames().get(0).callee()).isEqualTo(PACKAGE + "StockImport.read");
      assertThat(event.meta()).containsEntry("template", "No article {1} (line {0})");
    }
  }

  @Test
  void withoutEndpoint_programRuns_andWarnsOnce() throws Exception {
    String output = run(null);

    assertThat(output.lines().filter(line -> line.contains("TrackX")))
        .singleElement()
        .asString()
        .startsWith("java.util.logging.ErrorManager: 0: There is no TrackX client");
    assertThat(output).contains("91 lines imported").endsWith("The import is not complete\n");
  }

  @Test
  void malformedEndpoint_programRuns_andWarns() throws Exception {
    assertThat(run("https://api.example.com"))
        .contains("java.util.logging.ErrorManager: 0: TrackX: "
            + "app.trackx.jul.TrackXHandler.endpoint is not a TrackX endpoint")
        .endsWith("The import is not complete\n");
  }

  private static Event named(TrackXLocal server, String name) {
    return server.events().stream()
        .filter(event -> name.equals(event.name()))
        .findFirst()
        .orElseThrow();
  }

  private String run(@Nullable String endpoint) throws Exception {
    File output = folder.resolve("output").toFile();
    ProcessBuilder builder = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.util.logging.config.file=logging.properties",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()))
        .redirectErrorStream(true)
        .redirectOutput(output);
    builder.environment().remove("TRACKX_ENDPOINT");
    if (endpoint != null) {
      builder.environment().put("TRACKX_ENDPOINT", endpoint);
    }
    Process process = builder.start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();

    assertThat(ended).isTrue();
    assertThat(process.exitValue()).isZero();
    return Files.readString(output.toPath());
  }
}
