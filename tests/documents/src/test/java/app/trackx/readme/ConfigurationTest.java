package app.trackx.readme;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.local.TrackXLocal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the snippets and tables in {@code docs/CONFIGURATION.md}. */
@Timeout(60)
class ConfigurationTest {
  private static final String PATH = "docs/CONFIGURATION.md";

  private final TrackXLocal server = TrackXLocal.start();

  @TempDir
  Path directory;

  @AfterEach
  void close() {
    TrackX.close();
    server.close();
  }

  @Test
  void calls_run() throws Exception {
    System.setProperty("trackx.endpoint", server.endpoint());
    try {
      new JavaSnippets(directory)
          .run(server.endpoint(), "", Documents.snippet(PATH, "java", "TrackX.setup();"));
    } finally {
      System.clearProperty("trackx.endpoint");
    }
    assertThat(TrackX.client().isEnabled()).isFalse();
  }

  @Test
  void handlerAndScrubber_workAsDescribed() throws Exception {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      new JavaSnippets(directory)
          .run(
              server.endpoint(),
              "static String tenant() { return \"acme\"; }",
              Documents.snippet(PATH, "java", "tenant()"));
    } finally {
      System.setOut(out);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("[email]").doesNotContain("bob@");
  }

  @Test
  void everySnippet_isRunHere() {
    assertThat(Documents.snippets(PATH, "java")).hasSize(2);
  }

  @Test
  void tableOfOptions_matchesTheBuilder() {
    Matcher row = Pattern.compile("^\\| [a-z]* ?\\| ((`\\w+`(, )?)+) \\|", Pattern.MULTILINE)
        .matcher(Documents.section(PATH, "## Options"));
    Set<String> named = new TreeSet<>();
    while (row.find()) {
      for (String name : row.group(1).split(", ")) {
        named.add(name.replace("`", ""));
      }
    }
    List<String> options = Arrays.stream(TrackXClient.Builder.class.getMethods())
        .filter(method -> method.getReturnType() == TrackXClient.Builder.class)
        .map(java.lang.reflect.Method::getName)
        .toList();
    assertThat(named).containsExactlyInAnyOrderElementsOf(new TreeSet<>(options));
  }

  /** Compares with the Javadoc of {@code setup()}, which names all settings of the process. */
  @Test
  void tableOfSettings_matchesSetup() {
    Matcher row = Pattern.compile(
            "^\\| `(TRACKX_\\w+)` \\| `(trackx\\.\\w+)` \\|$", Pattern.MULTILINE)
        .matcher(Documents.section(PATH, "## Set up the client"));
    Map<String, String> settings = new LinkedHashMap<>();
    while (row.find()) {
      settings.put(row.group(1), row.group(2));
    }
    String source = Documents.read("trackx-client/src/main/java/app/trackx/TrackX.java");
    Matcher read = Pattern.compile("Setting\\.ofProcess\\(\"(\\w+)\"\\)").matcher(source);
    Map<String, String> expected = new LinkedHashMap<>();
    while (read.find()) {
      String variable = read.group(1).replaceAll("([A-Z])", "_$1");
      expected.put(
          "TRACKX_" + variable.toUpperCase(java.util.Locale.ROOT), "trackx." + read.group(1));
    }
    assertThat(settings).isEqualTo(expected).hasSize(6);
  }
}
