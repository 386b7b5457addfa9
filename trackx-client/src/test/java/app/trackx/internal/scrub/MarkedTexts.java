package app.trackx.internal.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;

/** Texts in which « and » enclose each value that the scrubber must redact as a secret. */
final class MarkedTexts {
  private MarkedTexts() {}

  /** Checks that the marked values are redacted, and that the rest of each text stays. */
  static void assertScrubbed(String... texts) {
    assertScrubbed(scrubber(), texts);
  }

  static void assertScrubbed(TextScrubber scrubber, String... texts) {
    for (String text : texts) {
      String clean = text.replace("«", "").replace("»", "");
      assertThat(scrubber.scrub(clean)).as(clean).isEqualTo(expected(text));
    }
  }

  /** Creates a scrubber, whose rules are its own, with more sensitive names. */
  static TextScrubber scrubber(String... moreNames) {
    return new TextScrubber(null, EnumSet.noneOf(Kind.class), Arrays.asList(moreNames), null);
  }

  private static String expected(String text) {
    StringBuilder expected = new StringBuilder();
    int copied = 0;
    for (int open = text.indexOf('«'); open >= 0; open = text.indexOf('«', copied)) {
      expected.append(text, copied, open).append("[secret]");
      copied = text.indexOf('»', open) + 1;
    }
    return expected.append(text, copied, text.length()).toString();
  }
}
