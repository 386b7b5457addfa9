package app.trackx.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Checks that {@code docs/VANISHING.md} names thirty places and a test that exists for each. */
class VanishingTest {
  private static final String TEXT = Documents.read("docs/VANISHING.md");
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  @Test
  void everyPlace_hasATestThatExists() {
    TestSources sources = new TestSources();
    List<String> places = TEXT.lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| place"))
        .toList();
    for (String place : places) {
      String[] cells = place.split("\\|");
      assertThat(cells).as(place).hasSize(6);
      Matcher test = NAMED.matcher(cells[5]);
      assertThat(test.find()).as(place).isTrue();
      assertThat(sources.of(test.group(1))).contains("void " + test.group(2) + "(");
    }
    assertThat(places).hasSizeGreaterThanOrEqualTo(30).doesNotHaveDuplicates();
  }

  @Test
  void whatStaysImpossible_isTestedWhereItCanBe() {
    TestSources sources = new TestSources();
    Matcher named =
        NAMED.matcher(Documents.section("docs/VANISHING.md", "## What stays impossible"));
    int count = 0;
    while (named.find()) {
      count++;
      assertThat(sources.of(named.group(1))).contains("void " + named.group(2) + "(");
    }
    assertThat(count).isPositive();
  }

  @Test
  void everyTestOfAPlace_isNamed() {
    TestSources sources = new TestSources();
    for (String test :
        List.of("VanishingExecutorsTest", "VanishingFuturesTest", "VanishingThreadsTest")) {
      Matcher method = Pattern.compile("@Test\\s+void (\\w+)\\(").matcher(sources.of(test));
      while (method.find()) {
        assertThat(TEXT).contains("`" + test + "." + method.group(1) + "`");
      }
    }
  }

  @Test
  void readme_linksToIt() {
    assertThat(Readme.text()).contains("(docs/VANISHING.md)");
  }
}
