package app.trackx.internal.scrub;

import static org.assertj.core.api.Assertions.assertThat;

/** Texts before and after the standard rules, several in one test. */
final class ScrubAssertions {
  private ScrubAssertions() {}

  static void assertScrubbed(String text, String expected) {
    assertThat(MarkedTexts.scrubber().scrub(text)).as(text).isEqualTo(expected);
  }

  static void assertUnchanged(String... texts) {
    for (String text : texts) {
      assertScrubbed(text, text);
    }
  }
}
