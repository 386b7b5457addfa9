package app.trackx.internal.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Typical messages of libraries, drivers and applications: half of them contain nothing to redact
 * and must not change, the other half is given with the expected result. In the file a bar breaks
 * keys that secret scanners would report as real ones.
 */
class CorpusTest {
  private static final TextScrubber SCRUBBER =
      new TextScrubber(null, EnumSet.noneOf(Kind.class), List.of(), "/srv/acme");

  static Stream<String> untouched() {
    return lines("untouched.txt");
  }

  static Stream<String[]> redacted() {
    return lines("redacted.tsv")
        .map(line -> line.replace("¦", "").split("\t", -1))
        .map(pair -> new String[] {unescaped(pair[0]), unescaped(pair[1])});
  }

  // one test each, not one for each text: mutation tests start every test for every mutant

  @Test
  void messagesWithNothingPersonal_areUnchanged() {
    assertThat(untouched())
        .allSatisfy(message -> assertThat(SCRUBBER.scrub(message)).isSameAs(message));
  }

  @Test
  void messagesWithPersonalDataOrSecrets_areRedacted_andNothingElse() {
    assertThat(redacted())
        .allSatisfy(pair -> assertThat(SCRUBBER.scrub(pair[0])).isEqualTo(pair[1]));
  }

  @Test
  void scrubbedMessages_goThroughAgainUnchanged() {
    assertThat(redacted())
        .allSatisfy(pair -> assertThat(SCRUBBER.scrub(pair[1])).isEqualTo(pair[1]));
  }

  @Test
  void corpus_isLargeEnough_andUsesEveryLabel() {
    assertThat(untouched()).hasSizeGreaterThanOrEqualTo(150).doesNotHaveDuplicates();
    assertThat(redacted()).hasSizeGreaterThanOrEqualTo(150);
    String all = redacted().map(pair -> pair[1]).collect(Collectors.joining("\n"));
    assertThat(Arrays.stream(Kind.values())
            .filter(kind -> kind != Kind.HOME)
            .map(kind -> "[" + kind.label() + "]"))
        .allSatisfy(label -> assertThat(all).contains(label));
  }

  /** Returns all messages of the corpus, before scrubbing. */
  static List<String> messages() {
    return Stream.concat(untouched(), redacted().map(pair -> pair[0])).collect(Collectors.toList());
  }

  private static Stream<String> lines(String file) {
    try (InputStream in = CorpusTest.class.getResourceAsStream("/scrub/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        c = text.charAt(++i);
        c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
      }
      plain.append(c);
    }
    return plain.toString();
  }
}
