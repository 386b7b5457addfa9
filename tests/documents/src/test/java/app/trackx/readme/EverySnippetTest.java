package app.trackx.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Tests that each code block of the README and of {@code docs} is run, compiled or compared by a test. Whoever adds a
 * block has to name its test here.
 */
class EverySnippetTest {
  /** Instead of a test: the document says next to the block that it was not run. */
  private static final String NOT_RUN = "not run";

  /** The tests of each document's blocks in a language, and of how many. */
  private static final Map<String, String> TESTS = new TreeMap<>(Map.ofEntries(
      tested("README.md java", 2, "ReadmeJavaTest.everySnippet_isRunHere"),
      tested("README.md xml", 3, "ReadmeConfigurationTest.everyConfiguration_isTestedHere"),
      tested("README.md properties", 2, "ReadmeConfigurationTest.everyConfiguration_isTestedHere"),
      tested("README.md sh", 3, "ShellCommandsTest.everyCommand_isTested"),
      tested("README.md kotlin", 1, NOT_RUN),
      tested("CONFIGURATION.md java", 2, "ConfigurationTest.everySnippet_isRunHere"),
      tested("FLEETS.md java", 2, "SnippetsTest.fleets_directoryAndKafka"),
      tested(
          "FLEETS.md sh",
          2,
          "RelayJarTest.relay_forwardsToTheServer",
          "FleetsTest.commands_areValid"),
      tested("FLEETS.md yaml", 1, "FleetsTest.everySeriesOfARule_isExported"),
      tested("GROUPING.md", 1, "GroupingTest.stack_isThatOfAnEvent"),
      tested(
          "GROUPING.md java",
          2,
          "GroupingTest.sourceUrls_areTheFilesOfFrames",
          "GroupingTest.handler_splitsByTenant_andMergesPlaces"),
      tested("LOCAL.md sh", 1, "ShellCommandsTest.everyCommand_isTested"),
      tested("LOCAL.md java", 2, "SnippetsTest.local_limits", "SnippetsTest.local_extension"),
      tested("LOCAL.md xml", 1, "SnippetsTest.dependencies_areOfTheVersionOfThisBuild"),
      tested("LOGGING.md json", 1, "LoggingTest.trail_isThatOfAnEvent"),
      tested("MIGRATION.md java", 7, "MigrationTest.everySnippet_isRunHere_orIsOfAnother"),
      tested("OPERATIONS.md java", 1, "SnippetsTest.operations_metrics"),
      tested("OPERATIONS.md yaml", 1, "AlertRulesTest.everySeriesOfARule_isExported"),
      tested("SPRING.md java", 3, "SnippetsTest.everySnippet_isTested"),
      tested("SPRING.md xml", 1, "SnippetsTest.dependencies_areOfTheVersionOfThisBuild"),
      tested("SPRING.md properties", 1, "SnippetsTest.dependencies_areOfTheVersionOfThisBuild"),
      tested("STACKS.md java", 12, "StacksDocumentTest.everyJavaSnippet_isASourceThatTheTestsRun"),
      tested("STACKS.md xml", 1, "FrameworksTest.micronaut_withTheSnippet_reportsOnce"),
      tested("STACKS.md kotlin", 1, "KotlinTest.kotlin_withTheSnippet_reportsOnce_fromItsOwnLine"),
      tested("WEB.md xml", 1, "SnippetsTest.dependencies_areOfTheVersionOfThisBuild")));

  private static Map.Entry<String, String> tested(String blocks, int count, String... tests) {
    return Map.entry(blocks, count + " by " + String.join(", ", tests));
  }

  @Test
  void everyBlock_hasATest() throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    for (Path document : documents()) {
      String path = Documents.ROOT.relativize(document).toString().replace('\\', '/');
      for (String language : Documents.languages(path)) {
        if (!language.equals("mermaid")) { // a picture
          counts.merge((document.getFileName() + " " + language).trim(), 1, Integer::sum);
        }
      }
    }
    Map<String, Integer> registered = new TreeMap<>();
    TESTS.forEach((blocks, tests) ->
        registered.put(blocks, Integer.valueOf(tests.substring(0, tests.indexOf(' ')))));
    assertThat(counts).isEqualTo(registered);
  }

  @Test
  void everyTest_exists() {
    TestSources sources = new TestSources();
    TESTS.forEach((blocks, tests) -> {
      Matcher named = Pattern.compile("(\\w+)\\.(\\w+)").matcher(tests);
      int count = 0;
      while (named.find()) {
        count++;
        assertThat(sources.of(named.group(1))).as(blocks).contains("void " + named.group(2) + "(");
      }
      assertThat(count > 0 || tests.endsWith(NOT_RUN)).as(blocks).isTrue();
    });
    assertThat(Readme.text()).contains("this snippet was not run");
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(Documents.ROOT.resolve(Readme.PATH)));
    try (Stream<Path> docs = Files.list(Documents.ROOT.resolve("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
    }
    return documents;
  }
}
