package app.trackx.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The source text of all tests of the project, by class name. */
final class TestSources {
  private final Map<String, String> sources = new HashMap<>();

  TestSources() {
    try (Stream<Path> modules =
        Stream.concat(Files.list(Documents.ROOT), Files.list(Documents.ROOT.resolve("tests")))) {
      List<Path> folders = modules
          .map(module -> module.resolve("src/test/java"))
          .filter(Files::isDirectory)
          .toList();
      for (Path folder : folders) {
        read(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          (Iterable<Path>) files.filter(f -> f.toString().endsWith("Test.java"))::iterator) {
        String name = file.getFileName().toString().replace(".java", "");
        sources.merge(name, Files.readString(file), String::concat);
      }
    }
  }

  /** Returns the source of a test class. */
  String of(String test) {
    String source = sources.get(test);
    if (source == null) {
      throw new AssertionError("no test class " + test);
    }
    return source;
  }
}
