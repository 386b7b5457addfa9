package app.trackx.readme;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.DropReason;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Compares {@code docs/TROUBLESHOOTING.md} with the code. */
class TroubleshootingTest {
  private static final String PATH = "docs/TROUBLESHOOTING.md";
  private static final String MAIN = "trackx-client/src/main/java/app/trackx/";

  /** Compares quoted messages with the code. If a message quotes the JDK, compares the part before only. */
  @Test
  void warnings_areThoseOfTheClient() {
    String firstCells = Documents.section(PATH, "## Warnings")
        .lines()
        .filter(line -> line.startsWith("|"))
        .map(line -> line.split(" \\| ")[0])
        .reduce("", (all, line) -> all + line + "\n");
    Matcher quoted = Pattern.compile("`([A-Za-z][^`]*)`").matcher(firstCells);
    String warnings = (Documents.read(MAIN + "Warnings.java")
            + Documents.read(MAIN + "internal/http/RejectionAdvice.java"))
        .replaceAll("\"\\s*\\+\\s*\"", "");
    int count = 0;
    while (quoted.find()) {
      count++;
      assertThat(warnings).contains(quoted.group(1).replaceAll("\\(java.*", ""));
    }
    assertThat(count).isGreaterThan(7);
  }

  @Test
  void failures_areCountedUnderReasonsThatExist() {
    List<String> reasons =
        Arrays.stream(DropReason.values()).map(DropReason::name).toList();
    Matcher named = Pattern.compile("`([A-Z_]+)`").matcher(Documents.section(PATH, "## Failures"));
    int count = 0;
    while (named.find()) {
      count++;
      assertThat(reasons).contains(named.group(1));
    }
    assertThat(count).isGreaterThan(9);
  }
}
