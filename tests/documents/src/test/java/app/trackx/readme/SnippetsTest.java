package app.trackx.readme;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Compiles, and runs where that needs no framework, the Java snippets of the documents without a test of their own. */
@Timeout(60)
class SnippetsTest {
  private static final String SPRING_IMPORTS = """
      import app.trackx.spring.*;
      import org.junit.jupiter.api.Test;
      import org.springframework.beans.factory.annotation.Autowired;
      import org.springframework.boot.test.context.*;
      import org.springframework.context.annotation.*;
      import org.springframework.test.context.*;
      """;

  @TempDir
  Path directory;

  @AfterEach
  void close() {
    TrackX.close();
  }

  @Test
  void operations_metrics() throws Exception {
    TrackXClient client = TrackX.setup("http://127.0.0.1:9/v1/1dk93jd8sk2");
    String snippet = Documents.snippet("docs/OPERATIONS.md", "java", "TrackXMetrics");
    MeterRegistry registry = new SimpleMeterRegistry();
    new JavaSnippets(directory)
        .compile(
            "Monitoring",
            "import app.trackx.metrics.*; import io.micrometer.core.instrument.MeterRegistry;",
            "public static void start(MeterRegistry registry) {\n" + snippet + "}")
        .getMethod("start", MeterRegistry.class)
        .invoke(null, registry);

    assertThat(registry.getMeters()).isNotEmpty();
    assertThat(ManagementFactory.getPlatformMBeanServer()
            .isRegistered(new ObjectName("app.trackx:type=Client")))
        .isTrue();
    assertThat(client.flush(Duration.ZERO)).isTrue();
  }

  @Test
  void spring_customizer() throws Exception {
    compileSpring(
        "Customizer", Documents.snippet("docs/SPRING.md", "java", "TrackXCustomizer trackx"));
  }

  @Test
  void spring_serverAsABean() throws Exception {
    String members = "static class Checkout { void pay() {} }\n";
    String snippet = Documents.snippet("docs/SPRING.md", "java", "@SpringBootTest")
        .replace("\nclass ", "\nstatic class ");
    compileSpring("ServerBean", members + snippet);
  }

  @Test
  void spring_sharedServer() throws Exception {
    compileSpring(
        "SharedServer", Documents.snippet("docs/SPRING.md", "java", "@DynamicPropertySource"));
  }

  @Test
  void fleets_directoryAndKafka() throws Exception {
    String directoryOfAll = Documents.snippet("docs/FLEETS.md", "java", "spoolDirectory");
    String kafka = Documents.snippet("docs/FLEETS.md", "java", "KafkaTransport");
    new JavaSnippets(directory)
        .compile(
            "Fleet",
            "import app.trackx.transport.kafka.*; import java.nio.file.Path;",
            "static TrackXClient.Builder shared(String endpoint) { return " + directoryOfAll + "; }"
                + "public static void setUp() {\n" + kafka + "}")
        .getMethod("setUp")
        .invoke(null);

    assertThat(TrackX.client().isEnabled()).isTrue();
  }

  @Test
  void local_limits() throws Exception {
    String snippet = Documents.snippet("docs/LOCAL.md", "java", "likeUpstream()");
    assertThat(snippet).contains("// …");
    new JavaSnippets(directory)
        .run(
            "",
            "static final java.time.Clock clock = java.time.Clock.systemUTC();",
            "try (" + snippet.replaceFirst(";", ") {") + "}");
  }

  /** {@link LocalExtensionTest} runs its copy. */
  @Test
  void local_extension() throws Exception {
    String[] importsAndMembers =
        Documents.snippet("docs/LOCAL.md", "java", "@RegisterExtension").split("\n\n", 2);
    new JavaSnippets(directory)
        .compile(
            "Payments",
            importsAndMembers[0] + "import org.junit.jupiter.api.*;"
                + "import org.junit.jupiter.api.extension.RegisterExtension;",
            "static class Shop { void pay(String customer) {} }\nfinal Shop shop = new Shop();\n"
                + importsAndMembers[1]);
  }

  /** The README's own are tested with it. */
  @Test
  void dependencies_areOfTheVersionOfThisBuild() {
    String version = "<version>" + System.getProperty("project.version") + "</version>";
    Map.of(
            "SPRING", "trackx-spring-boot-starter",
            "WEB", "trackx-client-servlet",
            "LOCAL", "trackx-local")
        .forEach((page, artifact) -> assertThat(
                Documents.snippet("docs/" + page + ".md", "xml", "<dependency>"))
            .contains(
                "<groupId>app.trackx</groupId>",
                "<artifactId>" + artifact + "</artifactId>",
                version));
    assertThat(Documents.snippet("docs/SPRING.md", "properties", "trackx.endpoint="))
        .isEqualTo(Readme.snippet("properties", "trackx.endpoint=https"));
  }

  @Test
  void everySnippet_isTested() {
    assertThat(Documents.snippets("docs/OPERATIONS.md", "java")).hasSize(1);
    assertThat(Documents.snippets("docs/SPRING.md", "java")).hasSize(3);
    for (String other : List.of("LOGGING", "TROUBLESHOOTING", "VANISHING", "WEB")) {
      assertThat(Documents.snippets("docs/" + other + ".md", "java")).as(other).isEmpty();
    }
    for (String page : List.of("SPRING", "WEB")) {
      assertThat(Documents.snippets("docs/" + page + ".md", "xml")).as(page).hasSize(1);
    }
  }

  private void compileSpring(String name, String members) throws Exception {
    assertThat(new JavaSnippets(directory).compile(name, SPRING_IMPORTS, members))
        .isNotNull();
  }
}
