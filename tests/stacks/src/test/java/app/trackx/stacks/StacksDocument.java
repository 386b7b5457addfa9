package app.trackx.stacks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The snippets of docs/STACKS.md. */
final class StacksDocument {
  /** The project's folder; tests run in tests/stacks. */
  static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();

  private StacksDocument() {}

  static String text() {
    try {
      return Files.readString(ROOT.resolve("docs/STACKS.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns all code blocks of a language, in order. */
  static List<String> snippets(String language) {
    return Pattern.compile("^```" + language + "\\R(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
        .matcher(text())
        .results()
        .map(block -> block.group(1))
        .toList();
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
