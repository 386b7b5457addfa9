package app.trackx.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sizes of the product's source files, and the Javadoc of what they publish. */
class SourcesTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();

  /** Lines without blank ones and comments. */
  private static final int MAX_LINES_OF_A_FILE = 400;

  private static final int MAX_LINES_OF_A_METHOD = 40;

  private static final Map<String, SourceFile> FILES = new TreeMap<>();
  private static final Set<String> EXPORTED = new TreeSet<>();

  @BeforeAll
  static void parse() throws IOException {
    for (Path module : modules()) {
      Path main = module.resolve("src/main");
      for (Path file : sources(main)) {
        if (file.endsWith("module-info.java")) {
          Matcher exports = Pattern.compile("exports ([\\w.]+);").matcher(Files.readString(file));
          while (exports.find()) {
            EXPORTED.add(exports.group(1));
          }
        } else {
          FILES.put(
              module.getFileName() + ": " + main.relativize(file),
              SourceFile.parse(Files.readString(file)));
        }
      }
    }
  }

  @Test
  void files_areShort() {
    Map<String, Integer> longer = new TreeMap<>();
    FILES.forEach((name, file) -> {
      if (file.lines() > MAX_LINES_OF_A_FILE) {
        longer.put(name, file.lines());
      }
    });

    assertThat(FILES).hasSizeGreaterThan(250);
    assertThat(longer).isEmpty();
  }

  @Test
  void methods_areShort() {
    Map<String, Integer> longer = new TreeMap<>();
    FILES.forEach((name, file) -> file.methods().forEach((method, lines) -> {
      if (lines > MAX_LINES_OF_A_METHOD) {
        longer.put(module(name) + method, lines);
      }
    }));

    assertThat(longer).isEmpty();
  }

  @Test
  void exportedTypes_haveJavadoc() {
    Map<String, List<String>> undocumented = new TreeMap<>();
    FILES.forEach((name, file) -> {
      if (EXPORTED.contains(file.packageName()) && !file.undocumented().isEmpty()) {
        undocumented.put(name, file.undocumented());
      }
    });

    assertThat(EXPORTED)
        .contains("app.trackx", "app.trackx.transport", "app.trackx.servlet", "app.trackx.logback");
    assertThat(undocumented).isEmpty();
  }

  private static String module(String name) {
    return name.substring(0, name.indexOf(' ') + 1);
  }

  private static List<Path> modules() throws IOException {
    try (Stream<Path> folders = Files.list(ROOT)) {
      List<Path> modules = folders
          .filter(folder -> folder.getFileName().toString().startsWith("trackx-"))
          .filter(folder -> Files.isDirectory(folder.resolve("src/main")))
          .collect(Collectors.toList());
      assertThat(modules).hasSize(12);
      return modules;
    }
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).collect(Collectors.toList());
    }
  }
}
