package app.trackx.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks that the tests named at the end of {@code docs/OPERATIONS.md} exist. */
class OperationsTest {
  private static final String TEXT = Documents.read("docs/OPERATIONS.md");
  private static final String TABLE =
      Documents.section("docs/OPERATIONS.md", "## Which test holds which statement?");
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  @Test
  void everyTestThatIsNamed_exists() {
    TestSources sources = new TestSources();
    Matcher named = NAMED.matcher(TEXT);
    int count = 0;
    while (named.find()) {
      count++;
      assertThat(sources.of(named.group(1))).contains("void " + named.group(2) + "(");
    }
    assertThat(count).isGreaterThan(50);
  }

  @Test
  void everyAnswer_hasATest_andNamesItInTheTableAlone() {
    List<String> questions = TEXT.lines()
        .filter(line -> line.startsWith("## "))
        .map(line -> line.substring(3))
        .toList();
    assertThat(questions).hasSizeGreaterThan(9);
    assertThat(questions.get(questions.size() - 1)).startsWith("Which test");
    assertThat(asked()).isEqualTo(questions.subList(0, questions.size() - 1));
    assertThat(TEXT.replace(TABLE, "")).doesNotContainPattern("\\w+Test\\b");
  }

  @Test
  void tableOfThreads_hasEveryNameOfTheClient() {
    String source =
        Documents.read("trackx-client/src/main/java/app/trackx/internal/jvm/ThreadNames.java")
            + Documents.read(
                "trackx-client/src/main/java/app/trackx/internal/adapter/AdapterThreads.java");
    Set<String> names = named("String [A-Z]+ = \"(trackx-[a-z]+)\";", source);
    String firstCells = Documents.section("docs/OPERATIONS.md", "## Which threads are there?")
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("\\|")[1])
        .collect(Collectors.joining());
    assertThat(named("`(trackx-[a-z]+)`", firstCells)).isEqualTo(names).hasSizeGreaterThan(7);
  }

  private static Set<String> named(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toSet());
  }

  /** Returns the questions in the table; each of its rows names a test. */
  private static List<String> asked() {
    return Arrays.stream(TABLE.split("\n"))
        .filter(row -> row.startsWith("| ") && !row.startsWith("| question"))
        .peek(row -> assertThat(row).containsPattern(NAMED))
        .map(row -> row.split("\\|")[1].strip())
        .filter(question -> !question.isEmpty())
        .toList();
  }
}
