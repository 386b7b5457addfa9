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

  /** Returns all code blocks of a language, in order. */
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

  /** Returns the only code block of a language that contains the words. */
  static String snippet(String language, String words) {
    List<String> found =
        snippets(language).stream().filter(text -> text.contains(words)).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " " + language + " snippets with " + words);
    }
    return found.get(0);
  }
}
