package app.trackx.internal.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;

/** Texts before and after the standard rules, several in one test. */
final class ScrubAssertions {
  private static final TextScrubber SCRUBBER =
      new TextScrubber(null, EnumSet.noneOf(Kind.class), List.of(), null);

  private ScrubAssertions() {}

  static void assertScrubbed(String text, String expected) {
    assertThat(SCRUBBER.scrub(text)).as(text).isEqualTo(expected);
  }

  static void assertUnchanged(String... texts) {
    for (String text : texts) {
      assertScrubbed(text, text);
    }
  }
}
