package app.trackx.examples.log4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import app.trackx.local.Event;
import app.trackx.local.Frame;
import app.trackx.local.Issue;
import app.trackx.local.TrackXLocal;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the program in its own JVM, with its own configuration, and checks the received events. */
class NightlyImportTest {
  private static final int PATIENCE_SECONDS = 60;
  private static final String PACKAGE = "app.trackx.examples.log4j.";

  @TempDir
  private static Path folder;

  private static TrackXLocal server;
  private static List<String> printed;

  @BeforeAll
  static void run() throws Exception {
    server = TrackXLocal.start();
    printed = run(server.endpoint());
  }

  @AfterAll
  static void close() {
    server.close();
  }

  /** Returns the program's output after it has exited normally. */
  private static List<String> run(@Nullable String endpoint) throws Exception {
    File output = folder.resolve("output").toFile();
    ProcessBuilder program = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            NightlyImport.class.getName()))
        .redirectErrorStream(true)
        .redirectOutput(output);
    program.environment().remove("TRACKX_ENDPOINT");
    if (endpoint != null) {
      program.environment().put("TRACKX_ENDPOINT", endpoint);
    }
    Process process = program.start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).isTrue();
    assertThat(process.exitValue()).isZero();
    return Files.readAllLines(output.toPath());
  }

  @Test
  void issues_oneForEachPlaceThatFails() {
    assertThat(server.issues())
        .extracting(Issue::name, Issue::type, NightlyImportTest::errors)
        .containsExactlyInAnyOrder(
            tuple("java.lang.IllegalArgumentException", 70, 3L), tuple(PACKAGE + "Prices", 70, 2L));
  }

  /** Returns the number of errors of an issue: an event may stand for several. */
  private static long errors(Issue issue) {
    return server.events().stream()
        .filter(event -> event.issueId().equals(issue.id()))
        .mapToLong(event -> (Long) event.meta().getOrDefault("occurrences", 1L))
        .sum();
  }

  @Test
  void withException_hasTheFramesOfTheApplicationAndTheLogMessage() {
    Event event = eventWith("toaster");

    assertThat(event.message()).isEqualTo("no price: n/a");
    assertThat(event.frames())
        .extracting(Frame::callee)
        .startsWith(
            PACKAGE + "Prices.price", PACKAGE + "Prices.take", PACKAGE + "NightlyImport.read");
    assertThat(event.meta())
        .contains(
            entry("log", "line 'toaster;n/a' is left out"),
            entry("logger", PACKAGE + "NightlyImport"),
            entry("level", "ERROR"),
            entry("environment", "example"),
            entry("mdc", Map.of("file", "kitchen.csv")));
  }

  private static Event eventWith(String text) {
    return server.events().stream()
        .filter(event -> event.json().contains(text))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void withoutException_comesFromTheLineThatLogged() {
    Event event = eventWith("lamp");

    assertThat(event.message()).isEqualTo("lamp would be for free: the price is not changed");
    assertThat(event.frames().get(0).callee()).isEqualTo(PACKAGE + "Prices.take");
    assertThat(event.meta())
        .contains(
            entry("template", "{} would be for free: the price is not changed"),
            entry("logger", PACKAGE + "Prices"),
            entry("mdc", Map.of("file", "lights.csv")));
  }

  @Test
  void personalData_isNotSent() {
    assertThat(printed).anyMatch(line -> line.contains("ann@example.com"));
    assertThat(server.events()).extracting(Event::json).noneMatch(json -> json.contains("ann@"));
  }

  @Test
  void output_isThatOfTheApplicationAlone() {
    assertThat(printed)
        .noneMatch(line -> line.contains("TrackX") || line.contains("trackx-"))
        .last()
        .asString()
        .endsWith("3 prices are new");
  }

  @Test
  void withoutEndpoint_programRuns_andWarnsOnce() throws Exception {
    List<String> alone = run((String) null);

    assertThat(alone).last().asString().endsWith("3 prices are new");
    assertThat(alone)
        .filteredOn(line -> line.contains("TrackX"))
        .singleElement()
        .asString()
        .contains("not reported", "Set an endpoint");
    assertThat(alone).hasSize(printed.size() + 1);
  }
}
