package app.trackx.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that docs/STACKS.md prints what the tests run. */
class StacksDocumentTest {
  @Test
  void everyJavaSnippet_isASourceThatTheTestsRun() throws IOException {
    List<String> sources = new ArrayList<>();
    for (String folder : List.of(
        "tests/stacks/src/test/java",
        "tests/stacks/src/helidon/java",
        "tests/stacks-quarkus/src/main/java")) {
      try (Stream<Path> files = Files.walk(StacksDocument.ROOT.resolve(folder))) {
        for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
          sources.add(withoutPackage(Files.readString(file)));
        }
      }
    }
    List<String> snippets = StacksDocument.snippets("java");
    assertThat(snippets).hasSizeGreaterThanOrEqualTo(12);
    assertThat(sources).containsAll(snippets);
  }

  @Test
  void everyVersion_isTheTestedOne() throws IOException {
    String poms = Files.readString(StacksDocument.ROOT.resolve("tests/stacks/pom.xml"))
        + Files.readString(StacksDocument.ROOT.resolve("tests/stacks-quarkus/pom.xml"));
    List<String> versions = StacksDocument.text()
        .lines()
        .filter(line -> line.startsWith("Tested with "))
        .flatMap(line ->
            java.util.regex.Pattern.compile("\\d+\\.\\d+\\.\\d+").matcher(line).results())
        .map(version -> version.group())
        .toList();
    assertThat(versions).hasSizeGreaterThanOrEqualTo(10);
    assertThat(versions).allSatisfy(version -> assertThat(poms).contains(">" + version + "<"));
  }

  private static String withoutPackage(String source) {
    return source.startsWith("package ") ? source.substring(source.indexOf("\n\n") + 2) : source;
  }
}
