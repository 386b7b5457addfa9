package app.trackx.internal.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every text of the corpora comes out as recorded, to the letter, so that a change of a rule shows
 * which texts it affects. {@link PrivacyFiguresTest} only fails if too many secrets are left.
 *
 * <p>If a change is intended, copy {@code target/scrubbed.txt} over the recorded file and read the
 * difference.
 */
class ScrubbedTextsTest {
  private static final String RECORDED = "scrubbed.txt";
  private static final Path ACTUAL = Path.of("target", RECORDED);

  private static final TextScrubber SCRUBBER =
      new TextScrubber(null, EnumSet.noneOf(Kind.class), List.of(), "/srv/acme");

  @Test
  void everyText_comesOutAsRecorded() throws IOException {
    List<String> actual = new ArrayList<>();
    for (String file :
        List.of("planted.tsv", "planted-own.tsv", "planted-unseen.tsv", "planted-audit.tsv")) {
      actual.add("# " + file);
      for (PlantedText planted : PlantedText.read(file)) {
        actual.add(escaped(SCRUBBER.scrub(planted.text)));
      }
    }
    for (String file : List.of("kept.txt", "kept-own.txt")) {
      actual.add("# " + file + ", where it changes");
      PlantedText.lines(file)
          .filter(text -> !SCRUBBER.scrub(text).equals(text))
          .forEach(text -> actual.add(escaped(SCRUBBER.scrub(text))));
    }
    List<String> recorded = PlantedText.lines(RECORDED).collect(Collectors.toList());
    if (!actual.equals(recorded)) {
      Files.createDirectories(ACTUAL.getParent());
      Files.write(ACTUAL, actual);
    }

    assertThat(differences(recorded, actual)).isEmpty();
    assertThat(actual).hasSameSizeAs(recorded);
  }

  private static List<String> differences(List<String> recorded, List<String> actual) {
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < Math.min(recorded.size(), actual.size()); i++) {
      if (!actual.get(i).equals(recorded.get(i))) {
        differences.add("line " + (i + 1) + ": " + recorded.get(i) + " -> " + actual.get(i));
      }
    }
    return differences;
  }

  private static String escaped(String text) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        line.append("\\\\");
      } else if (Character.isISOControl(c)
          || Character.getType(c) == Character.FORMAT
          || Character.getType(c) == Character.NON_SPACING_MARK
          || (Character.isSpaceChar(c) && c != ' ')) {
        line.append(String.format("\\u%04x", (int) c));
      } else {
        line.append(c);
      }
    }
    return line.toString();
  }
}
