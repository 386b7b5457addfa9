package app.trackx.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that the tests named in {@code docs/OPERATIONS.md} exist. */
class OperationsTest {
  private static final Path ROOT = Documents.ROOT;
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  @Test
  void everyTestThatIsNamed_exists() throws IOException {
    String text = Files.readString(ROOT.resolve("docs/OPERATIONS.md"));
    Map<String, String> sources = testSources();
    Matcher named = NAMED.matcher(text);
    int count = 0;
    while (named.find()) {
      count++;
      assertThat(sources).containsKey(named.group(1));
      assertThat(sources.get(named.group(1))).contains("void " + named.group(2) + "(");
    }
    assertThat(count).isGreaterThan(50);
  }

  @Test
  void everyAnswer_namesATest() throws IOException {
    String[] answers = Files.readString(ROOT.resolve("docs/OPERATIONS.md")).split("\n## ");
    assertThat(answers).hasSizeGreaterThan(9);
    for (int i = 1; i < answers.length; i++) {
      assertThat(answers[i]).matches(answer -> NAMED.matcher(answer).find(), "names a test");
    }
  }

  private static Map<String, String> testSources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (String module : new String[] {
      "trackx-client",
      "trackx-client-slf4j",
      "trackx-client-servlet",
      "tests/interleavings",
      "tests/packaging"
    }) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        for (Path file :
            (Iterable<Path>) files.filter(f -> f.toString().endsWith(".java"))::iterator) {
          String name = file.getFileName().toString().replace(".java", "");
          sources.merge(name, Files.readString(file), String::concat);
        }
      }
    }
    return sources;
  }
}
