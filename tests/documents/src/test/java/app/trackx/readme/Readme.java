package app.trackx.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The README and its snippets. */
final class Readme {
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w+)\\R(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  private Readme() {}

  static String text() {
    try {
      return Files.readString(Path.of("").toAbsolutePath().getParent().resolveSibling("README.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All blocks of a language, in their order. */
  static List<String> snippets(String language) {
    List<String> found = new ArrayList<>();
    Matcher block = BLOCK.matcher(text());
    while (block.find()) {
      if (block.group(1).equals(language)) {
        found.add(block.group(2));
      }
    }
    return found;
  }

  /** The one of a language that holds these words. */
  static String snippet(String language, String words) {
    List<String> found =
        snippets(language).stream().filter(text -> text.contains(words)).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " " + language + " snippets with " + words);
    }
    return found.get(0);
  }
}
