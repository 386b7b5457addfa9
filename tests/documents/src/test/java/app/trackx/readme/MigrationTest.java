package app.trackx.readme;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.Scrubber;
import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the snippets in {@code docs/MIGRATION.md} that are ours, and of the calls that its tables name. */
@Timeout(60)
class MigrationTest {
  private static final String PATH = "docs/MIGRATION.md";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String MEMBERS =
      "static final Exception error = new IllegalStateException(\"boom\");\n";

  private final TrackXLocal server = TrackXLocal.start();

  @TempDir
  Path directory;

  @AfterEach
  void close() {
    TrackX.close();
    server.close();
  }

  @Test
  void sentry_optionsHandlerAndMetadata() throws Exception {
    assertThat(eventOf(after("Sentry")).meta())
        .containsEntry("release", "1.4.2")
        .containsEntry("orderId", "4711");
  }

  @Test
  void bugsnag_nestedMetadata() throws Exception {
    assertThat(eventOf(after("Bugsnag")).meta())
        .containsEntry("release", "1.4.2")
        .containsEntry("order", Map.of("id", "4711"));
  }

  @Test
  void rollbar_environmentAndMetadata() throws Exception {
    assertThat(eventOf(after("Rollbar")).meta())
        .containsEntry("environment", "production")
        .containsEntry("release", "1.4.2")
        .containsEntry("orderId", "4711");
  }

  @Test
  void messageWithoutAnException_isGroupedByItsLine() throws Exception {
    TrackX.setup(server.endpoint());
    Event event = eventOf(Documents.snippet(PATH, "java", "EventType.PROGRAMMATIC"));

    assertThat(event.name()).isEqualTo("Stock");
    assertThat(event.message()).isEqualTo("the warehouse returned no items");
    assertThat(event.frames().get(0).callee()).endsWith("Snippet.run");
  }

  @Test
  void everySnippet_isRunHere_orIsOfAnother() {
    List<String> ours = Documents.snippets(PATH, "java").stream()
        .filter(snippet -> snippet.startsWith("// TrackX\n"))
        .toList();
    assertThat(ours).hasSize(4);
    assertThat(Documents.snippets(PATH, "java"))
        .hasSize(7)
        .filteredOn(snippet -> !ours.contains(snippet))
        .extracting(snippet -> snippet.lines().findFirst().orElseThrow())
        .containsExactly("// Sentry", "// Bugsnag", "// Rollbar");
  }

  /** Looks for the calls in the second column among the methods of the public types. */
  @Test
  void everyCallThatATableNames_exists() {
    Set<String> methods = Stream.of(
            TrackX.class,
            TrackXClient.class,
            TrackXClient.Builder.class,
            Scrubber.class,
            Scrubber.Builder.class,
            Map.class)
        .flatMap(type -> Arrays.stream(type.getMethods()))
        .map(Method::getName)
        .collect(Collectors.toSet());
    int count = 0;
    for (String row :
        Documents.read(PATH).lines().filter(l -> l.startsWith("| ")).toList()) {
      Matcher code = Pattern.compile("`([^`]+)`").matcher(row.split(" \\| ")[1]);
      while (code.find()) {
        Matcher call = Pattern.compile("(\\w+)\\(").matcher(code.group(1));
        while (call.find()) {
          count++;
          assertThat(methods).as(row).contains(call.group(1));
        }
      }
    }
    assertThat(count).isGreaterThan(30);
  }

  /** Returns the snippet that stands in for the other client's. */
  private static String after(String other) {
    return Documents.section(PATH, "## " + other).split("```java\n")[2].split("```")[0];
  }

  private Event eventOf(String snippet) throws Exception {
    assertThat(snippet).startsWith("// TrackX\n");
    new JavaSnippets(directory).run(server.endpoint(), MEMBERS, snippet);
    assertThat(TrackX.flush(PATIENCE)).isTrue();
    assertThat(server.events()).hasSize(1);
    return server.events().get(0);
  }
}
