package app.trackx.readme;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Tests of all configurations in the README, with the libraries that they are for. Files of logging
 * libraries are used exactly as they are printed, by a program in a JVM of its own.
 */
@Timeout(60)
class ReadmeConfigurationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TrackXLocal server = TrackXLocal.start();

  @TempDir
  Path directory;

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void logback_printsAndReports() throws Exception {
    Files.writeString(
        directory.resolve("logback.xml"), Readme.snippet("xml", "app.trackx.logback"));

    assertThat(run("logback")).contains(LoggingProgram.INFO, LoggingProgram.ERROR);
    assertThat(event().meta()).containsEntry("log", LoggingProgram.ERROR);
  }

  @Test
  void log4j_printsAndReports() throws Exception {
    Files.writeString(directory.resolve("log4j2.xml"), Readme.snippet("xml", "<TrackX name="));

    assertThat(run("log4j")).contains(LoggingProgram.INFO, LoggingProgram.ERROR);
    assertThat(event().meta()).containsEntry("log", LoggingProgram.ERROR);
  }

  @Test
  void javaUtilLogging_printsAndReports() throws Exception {
    Path file = directory.resolve("logging.properties");
    Files.writeString(file, Readme.snippet("properties", "TrackXHandler"));

    assertThat(run("jul", "-Djava.util.logging.config.file=" + file))
        .contains(LoggingProgram.INFO, LoggingProgram.ERROR);
    assertThat(event().meta()).containsEntry("log", LoggingProgram.ERROR);
  }

  @EnableAutoConfiguration
  static class Shop {}

  @Test
  void springBoot_reportsAnError() {
    String property = Readme.snippet("properties", "trackx.endpoint=https").trim();
    SpringApplication application = new SpringApplication(Shop.class);
    application.setRegisterShutdownHook(false);
    application.setWebApplicationType(WebApplicationType.NONE);
    try (ConfigurableApplicationContext shop = application.run(
        "--" + property.replaceAll("=.*", "=" + server.endpoint()),
        "--logging.threshold.console=off")) {
      LoggerFactory.getLogger("shop").error("Checkout failed", new IllegalStateException("boom"));

      assertThat(server.awaitEvents(1, PATIENCE)).isTrue();
    }
  }

  @Test
  void dependency_isTheVersionOfThisBuild() {
    String version = System.getProperty("project.version");
    assertThat(Readme.snippet("xml", "<artifactId>trackx-client</artifactId>"))
        .contains("<groupId>app.trackx</groupId>", "<version>" + version + "</version>");
    assertThat(Readme.snippet("kotlin", "implementation"))
        .contains("\"app.trackx:trackx-client:" + version + "\"", "mavenLocal()");
    assertThat(Readme.text()).contains("this snippet was not run");
  }

  /** Each artifact that a section names is published, and brings the core at compile scope. */
  @Test
  void artifacts_ofTheSections_bringTheCore() {
    String stacks = Documents.section(Readme.PATH, "## Your stack");
    for (String artifact :
        List.of("trackx-spring-boot-starter", "trackx-client-servlet", "trackx-client-slf4j")) {
      assertThat(stacks).contains("`" + artifact + "`");
      assertThat(Documents.read("trackx-bom/pom.xml")).contains("<artifactId>" + artifact + "<");
      assertThat(Documents.read(artifact + "/pom.xml"))
          .containsPattern("<artifactId>trackx-client</artifactId>\\s*</dependency>"
              + "|<artifactId>trackx-client-s\\w+</artifactId>\\s*</dependency>");
    }
  }

  @Test
  void everyConfiguration_isTestedHere() {
    assertThat(Readme.snippets("xml")).hasSize(3);
    assertThat(Readme.snippets("properties")).hasSize(2);
    assertThat(Readme.snippets("kotlin")).hasSize(1);
  }

  @Test
  void links_areNotBroken() {
    Matcher link = Pattern.compile("(?:]\\(|src=\")(?!http)([^)#\"]+)").matcher(Readme.text());
    int count = 0;
    while (link.find()) {
      count++;
      assertThat(Files.exists(Documents.ROOT.resolve(link.group(1))))
          .as(link.group(1))
          .isTrue();
    }
    assertThat(count).isGreaterThan(10);
  }

  @Test
  void length_isLimited() {
    assertThat(Readme.text().lines().count()).isLessThanOrEqualTo(200);
    assertThat(Readme.text().lines().limit(20)).anyMatch(line -> line.contains("TrackX.setup("));
  }

  /** Runs the program with the directory on the class path; returns what it prints. */
  private String run(String library, String... options) throws Exception {
    File output = directory.resolve("output").toFile();
    ProcessBuilder builder = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString());
    builder.command().addAll(List.of(options));
    builder
        .command()
        .addAll(List.of(
            "-cp",
            directory + File.pathSeparator + System.getProperty("java.class.path"),
            LoggingProgram.class.getName(),
            library));
    builder.environment().put("TRACKX_ENDPOINT", server.endpoint());
    Process process = builder.redirectErrorStream(true).redirectOutput(output).start();
    boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    process.destroyForcibly();

    assertThat(ended).isTrue();
    assertThat(process.exitValue()).isZero();
    return Files.readString(output.toPath());
  }

  private Event event() {
    assertThat(server.awaitEvents(1, PATIENCE)).isTrue();
    assertThat(server.events()).hasSize(1);
    return server.events().get(0);
  }
}
