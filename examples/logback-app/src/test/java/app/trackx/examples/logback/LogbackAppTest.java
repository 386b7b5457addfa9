package app.trackx.examples.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the unchanged program with its own configuration file, in its own JVM. */
class LogbackAppTest {
  private static final int PATIENCE_SECONDS = 60;

  @TempDir
  private Path folder;

  @Test
  void loggedErrors_arrive() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      run(server.endpoint());

      assertThat(server.issues())
          .extracting(issue -> issue.name())
          .containsExactlyInAnyOrder("java.io.IOException", "app.trackx.examples.logback.Shipping");
      assertThat(server.events()).allSatisfy(event -> {
        assertThat(event.meta())
            .contains(entry("release", "1.4.2"), entry("mdc", Map.of("tenant", "acme")));
        assertThat(event.json()).doesNotContain("bob");
      });
    }
  }

  @Test
  void loggedTwiceOnItsWayUp_isOneEventOfTheFirst() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      run(server.endpoint());

      Event event = server.events().stream()
          .filter(each -> "java.io.IOException".equals(each.name()))
          .findFirst()
          .orElseThrow();
      assertThat(event.frames().get(0).callee())
          .isEqualTo("app.trackx.examples.logback.Shipping.handOver");
      assertThat(event.meta().get("log")).asString().startsWith("The carrier did not take order");
      assertThat(server.events()).noneMatch(each -> each.json().contains("until tomorrow"));
    }
  }

  @Test
  void withoutException_isGroupedByTheLineThatLogged() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      run(server.endpoint());

      Event event = server.events().stream()
          .filter(each -> "app.trackx.examples.logback.Shipping".equals(each.name()))
          .findFirst()
          .orElseThrow();
      assertThat(event.frames().get(0).callee())
          .isEqualTo("app.trackx.examples.logback.Shipping.ship");
      assertThat(event.meta())
          .containsEntry("template", "No label for order {}: the address has no postcode");
    }
  }

  @Test
  void withoutEndpoint_theProgramRuns() throws Exception {
    assertThat(run(null)).endsWith("96 orders shipped\n");
  }

  @Test
  void malformedEndpoint_programRuns_andLogbackWarns() throws Exception {
    assertThat(run("https://api.example.com"))
        .contains("WARN in app.trackx.logback.TrackXAppender[TRACKX]")
        .contains("<endpoint> is not a TrackX endpoint")
        .doesNotContain("ERROR in")
        .endsWith("96 orders shipped\n");
  }

  private String run(@Nullable String endpoint) throws Exception {
    File output = folder.resolve("output").toFile();
    ProcessBuilder builder = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
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
