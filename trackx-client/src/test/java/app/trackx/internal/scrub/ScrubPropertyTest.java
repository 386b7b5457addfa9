package app.trackx.internal.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties of scrubbing, tested with random texts. */
class ScrubPropertyTest {
  private static final int TEXTS = 4_000;

  private static final TextScrubber SCRUBBER =
      new TextScrubber(null, EnumSet.noneOf(Kind.class), List.of(), "/srv/acme");

  private static final List<String> PERSONAL = List.of(
      "bob.miller@example.com",
      "4111 1111 1111 1111",
      "DE89 3704 0044 0532 0130 00",
      "192.168.17.4",
      "2001:db8::8a2e:370:7334",
      "00:1b:44:11:3a:b7",
      "+49 170 1234567",
      "/home/bmiller/work",
      "password=hunter22",
      "https://bob:hunter22@example.com/a?b=c");

  private static final List<String> LEAKS = List.of(
      "bob",
      "4111 1111",
      "0532 0130",
      "192.168.17",
      "8a2e:370",
      "44:11:3a",
      "170 1234567",
      "bmiller",
      "hunter22");

  private static final String AFTER = " \t\n)]}<>\"";

  private static final String AROUND = " \t\n.,;:!?()[]{}<>'\"`|=/\\-_@#%+*&$~^";

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anyText_isScrubbed_withoutPersonalData(long seed) {
    Random random = new Random(seed);
    List<String> pieces = Hostile.pieces().collect(Collectors.toList());
    pieces.addAll(CorpusTest.messages());
    pieces.addAll(PERSONAL);
    for (int i = 0; i < TEXTS; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = random.nextInt(6); k >= 0; k--) {
        String piece = pieces.get(random.nextInt(pieces.size()));
        int length = random.nextInt(3) == 0 ? random.nextInt(piece.length() + 1) : piece.length();
        text.append(piece, 0, length).append(AROUND.charAt(random.nextInt(AROUND.length())));
      }
      text.append(" , zoe.planted@example.com , ");

      assertThat(SCRUBBER.scrub(text.toString())).as("%s", text).doesNotContain("zoe.planted");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void personalData_betweenAnySignsThatEndAWord_isFound(long seed) {
    Random random = new Random(seed);
    String around = " \t\n,;()[]{}<>\"";
    for (int i = 0; i < TEXTS; i++) {
      String personal = PERSONAL.get(random.nextInt(PERSONAL.size()));
      char before = around.charAt(random.nextInt(around.length()));
      char after = AFTER.charAt(random.nextInt(AFTER.length()));
      String text = "could not save" + before + personal + after + "in time";

      String clean = SCRUBBER.scrub(text);

      assertThat(LEAKS).as("%s", text).noneMatch(clean::contains);
      assertThat(clean).as("%s", text).startsWith("could not save").endsWith("in time");
    }
  }
}
