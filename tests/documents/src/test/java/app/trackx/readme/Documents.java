package app.trackx.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The project's documents, and the folder that they lie in. */
final class Documents {
  /** The project's folder; tests run in tests/documents. */
  static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();

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
}
