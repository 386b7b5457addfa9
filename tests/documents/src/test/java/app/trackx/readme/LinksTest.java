package app.trackx.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that links within the documents lead to a file, and to a heading in it. */
class LinksTest {
  private static final Pattern LINK = Pattern.compile("]\\((?!http)([^)#\\s]*)(?:#([^)\\s]+))?\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

  @Test
  void links_areNotBroken() throws IOException {
    int count = 0;
    for (Path document : documents()) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        count++;
        Path target = link.group(1).isEmpty()
            ? document
            : document.resolveSibling(link.group(1)).normalize();
        assertThat(target).as("%s in %s", link.group(), document).exists();
        if (link.group(2) != null) {
          assertThat(anchors(target))
              .as("%s in %s", link.group(), document)
              .contains(link.group(2));
        }
      }
    }
    assertThat(count).isGreaterThan(30);
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> root = Files.list(Documents.ROOT);
        Stream<Path> docs = Files.list(Documents.ROOT.resolve("docs"))) {
      return Stream.concat(root, docs)
          .filter(file -> file.toString().endsWith(".md"))
          .toList();
    }
  }

  /** Returns the anchors that GitHub gives to headings. */
  private static List<String> anchors(Path document) throws IOException {
    return HEADING
        .matcher(Files.readString(document))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N}\\s_-]", "").replace(' ', '-'))
        .toList();
  }
}
