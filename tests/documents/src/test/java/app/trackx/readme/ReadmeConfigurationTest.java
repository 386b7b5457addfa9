package app.trackx.readme;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.TrackXLocal;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.LogManager;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** Tests of all configurations in the README, with the libraries that they are for. */
@Timeout(60)
class ReadmeConfigurationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TrackXLocal server = TrackXLocal.start();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void logback_reportsAnError() throws Exception {
    LoggerContext context = new LoggerContext();
    context.putProperty("TRACKX_ENDPOINT", server.endpoint());
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(
        stream("<configuration>" + Readme.snippet("xml", "logback.TrackX") + "</configuration>"));
    context.getLogger("shop").error("Checkout failed", new IllegalStateException("boom"));

    assertThat(server.awaitEvents(1, PATIENCE)).isTrue();
    context.stop();
  }

  @Test
  void log4j_reportsAnError() throws Exception {
    String variable = "${env:TRACKX_ENDPOINT:-}";
    String snippet = Readme.snippet("xml", variable);
    var context = new org.apache.logging.log4j.core.LoggerContext("readme");
    String document =
        "<Configuration>" + snippet.replace(variable, server.endpoint()) + "</Configuration>";
    context.start(new XmlConfiguration(context, new ConfigurationSource(stream(document))));
    context.getLogger("shop").error("Checkout failed", new IllegalStateException("boom"));

    assertThat(server.awaitEvents(1, PATIENCE)).isTrue();
    context.stop();
  }

  @Test
  void javaUtilLogging_reportsAnError() throws Exception {
    System.setProperty("TRACKX_ENDPOINT", server.endpoint());
    try {
      LogManager.getLogManager()
          .readConfiguration(stream(Readme.snippet("properties", "TrackXHandler")));
      java.util.logging.Logger.getLogger("shop")
          .log(
              java.util.logging.Level.SEVERE, "Checkout failed", new IllegalStateException("boom"));

      assertThat(server.awaitEvents(1, PATIENCE)).isTrue();
    } finally {
      LogManager.getLogManager().reset();
      System.clearProperty("TRACKX_ENDPOINT");
    }
  }

  @EnableAutoConfiguration
  static class Shop {}

  @Test
  void springBoot_reportsAnError() {
    assertThat(Readme.snippet("xml", "trackx-spring-boot-starter")).contains(">app.trackx<");
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
    String snippet = Readme.snippet("xml", "<artifactId>trackx-client</artifactId>");
    Matcher version = Pattern.compile("<version>(.*)</version>").matcher(snippet);
    assertThat(version.find()).isTrue();
    assertThat(version.group(1)).isEqualTo(System.getProperty("project.version"));
    assertThat(snippet).contains("<groupId>app.trackx</groupId>", ">trackx-client<");
  }

  @Test
  void everyConfiguration_isTestedHere() {
    assertThat(Readme.snippets("xml")).hasSize(4);
    assertThat(Readme.snippets("properties")).hasSize(2);
  }

  /** Compares quoted messages with the code. If a message quotes the JDK, compares the part before only. */
  @Test
  void troubleshooting_quotesTheWarnings() throws Exception {
    String table = Readme.text().substring(Readme.text().indexOf("| it says | do this |"));
    Matcher quoted = Pattern.compile("`([A-Za-z][^`]*)`")
        .matcher(table
            .lines()
            .takeWhile(line -> line.startsWith("|"))
            .map(line -> line.split(" \\| ")[0])
            .reduce("", (all, line) -> all + line + "\n"));
    String warnings = Files.readString(Path.of("")
            .toAbsolutePath()
            .getParent()
            .resolveSibling("trackx-client/src/main/java/app/trackx/Warnings.java"))
        .replaceAll("\"\\s*\\+\\s*\"", "");
    int count = 0;
    while (quoted.find()) {
      count++;
      assertThat(warnings).contains(quoted.group(1).replaceAll("\\(java.*", ""));
    }
    assertThat(count).isGreaterThan(7);
  }

  @Test
  void links_areNotBroken() {
    Matcher link = Pattern.compile("(?:]\\(|src=\")(?!http)([^)#\"]+)").matcher(Readme.text());
    Path root = Path.of("").toAbsolutePath().getParent().getParent();
    int count = 0;
    while (link.find()) {
      count++;
      assertThat(Files.exists(root.resolve(link.group(1)))).as(link.group(1)).isTrue();
    }
    assertThat(count).isGreaterThan(10);
  }

  @Test
  void length_isLimited() {
    assertThat(Readme.text().lines().count()).isLessThanOrEqualTo(250);
    assertThat(Readme.text().lines().limit(20)).anyMatch(line -> line.contains("TrackX.setup("));
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
