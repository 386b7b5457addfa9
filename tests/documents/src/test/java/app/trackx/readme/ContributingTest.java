package app.trackx.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the tables in CONTRIBUTING.md with modules, packages and tests. */
class ContributingTest {
  @Test
  void everyModule_isListed() {
    Set<String> modules = new TreeSet<>();
    modules.add("site"); // built by npm, not by Maven
    for (String module : all("<module>([^<]+)</module>", Documents.read("pom.xml"))) {
      // all examples are one entry
      modules.add(
          module.replaceFirst("^examples/.*", "examples").replaceFirst("^(tests/\\w+)/.*", "$1"));
    }
    assertThat(firstCells("## Build")).isEqualTo(modules);
  }

  @Test
  void everyPackage_isListed() throws IOException {
    assertThat(firstCells("## Packages")).isEqualTo(packages());
  }

  @Test
  void everyRule_namesTestsThatExist_withTheSameFigure() {
    TestSources sources = new TestSources();
    Matcher rule = Pattern.compile("^\\|[^|]+\\| (\\w+) \\|([^|]*)\\|$", Pattern.MULTILINE)
        .matcher(Documents.section("CONTRIBUTING.md", "## Rules that the build enforces"));
    int count = 0;
    while (rule.find()) {
      Matcher test = Pattern.compile("`(\\w+)\\.(\\w+)`").matcher(rule.group(2));
      while (test.find()) {
        count++;
        String member = test.group(2);
        assertThat(sources.of(test.group(1)))
            .containsPattern(
                member.equals(member.toUpperCase(java.util.Locale.ROOT))
                    ? "\\b" + member + " = " + rule.group(1) + ";"
                    : "\\b" + member + "( =|\\()");
      }
    }
    assertThat(count).isGreaterThanOrEqualTo(6);
  }

  private static Set<String> packages() throws IOException {
    Set<String> packages = new TreeSet<>();
    try (Stream<Path> modules = Files.list(Documents.ROOT)) {
      for (Path module : (Iterable<Path>) modules::iterator) {
        Path root = module.resolve("src/main/java");
        if (module.getFileName().toString().startsWith("trackx-") && Files.isDirectory(root)) {
          try (Stream<Path> files = Files.walk(root)) {
            files
                .filter(
                    file -> file.toString().endsWith(".java") && !file.endsWith("module-info.java"))
                .map(file -> root.relativize(file.getParent()).toString())
                .forEach(folder -> packages.add(folder.replaceAll("[/\\\\]", ".")));
          }
        }
      }
    }
    return packages;
  }

  /** Returns the quoted names in the first cells of a table. */
  private static Set<String> firstCells(String heading) {
    Set<String> names = new TreeSet<>();
    for (String row : Documents.section("CONTRIBUTING.md", heading).split("\n")) {
      if (row.startsWith("| `")) {
        names.addAll(all("`([^`]+)`", row.split("\\|")[1]));
      }
    }
    return names;
  }

  private static Set<String> all(String pattern, String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
