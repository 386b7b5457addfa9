package app.trackx.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The project's documents, and the folder that they lie in. */
final class Documents {
  /** The project's folder; tests run in tests/documents. */
  static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();

  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w*)\\R(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  private Documents() {}

  static String read(String path) {
    try {
      return Files.readString(ROOT.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what follows a heading, up to the next heading of the same or a higher level. */
  static String section(String path, String heading) {
    String text = read(path);
    int start = text.indexOf("\n" + heading + "\n");
    if (start < 0) {
      throw new AssertionError("no heading \"" + heading + "\" in " + path);
    }
    String rest = text.substring(start + heading.length() + 2);
    int level = heading.indexOf(' ');
    return rest.split("\n#{1," + level + "} ", 2)[0];
  }

  /** Returns all code blocks of a language in a document, in order. */
  static List<String> snippets(String path, String language) {
    List<String> found = new ArrayList<>();
    Matcher block = BLOCK.matcher(read(path));
    while (block.find()) {
      if (block.group(1).equals(language)) {
        found.add(block.group(2));
      }
    }
    return found;
  }

  /** Returns the language of each code block in a document; empty for a block without one. */
  static List<String> languages(String path) {
    return BLOCK.matcher(read(path)).results().map(block -> block.group(1)).toList();
  }

  /** Returns the only code block of a language in a document that contains the words. */
  static String snippet(String path, String language, String words) {
    List<String> found =
        snippets(path, language).stream().filter(text -> text.contains(words)).toList();
    if (found.size() != 1) {
      throw new AssertionError(
          found.size() + " " + language + " snippets with " + words + " in " + path);
    }
    return found.get(0);
  }
}
