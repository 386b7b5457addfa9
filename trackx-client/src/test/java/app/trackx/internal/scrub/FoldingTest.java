package app.trackx.internal.scrub;

import static app.trackx.internal.scrub.ScrubAssertions.assertScrubbed;
import static app.trackx.internal.scrub.ScrubAssertions.assertUnchanged;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The first and last character of each range that is folded, and those beside it. */
class FoldingTest {
  @Test
  void whatNobodySees_doesNotInterruptAValue() {
    for (char c :
        "\u0300\u036f\u00ad\ufeff\u180e\u200b\u200f\u202a\u202e\u2060\u206f".toCharArray()) {
      assertScrubbed("from 10.1" + c + ".2.3, again", "from [ip], again");
    }
    for (char c : "\u02ff\u0370\u2010\u2029\u202f\u2070".toCharArray()) {
      assertUnchanged("from 10.1" + c + ".2.3, again");
    }
  }

  @Test
  void blanksAndDashes_areAlike() {
    for (char c : "\u00a0\u2000\u200a\u202f\u205f\u3000\u2010\u2015\u2212".toCharArray()) {
      assertScrubbed(card(c), "visa [card]");
    }
    for (char c : "\u1fff\u2016\u2211".toCharArray()) {
      assertUnchanged(card(c));
    }
  }

  private static String card(char separator) {
    return "visa 4111" + separator + "1111" + separator + "1111" + separator + "1111";
  }

  @Test
  void quotes_areAlike() {
    for (char c : "\u2018\u2019\u201a\u201b".toCharArray()) {
      assertScrubbed(
          "Duplicate entry " + c + "bob" + c + " for key 1",
          "Duplicate entry " + c + "[value]" + c + " for key 1");
    }
    for (char c : "\u201c\u201d\u201e\u201f\u2039\u203a\u00ab\u00bb".toCharArray()) {
      assertScrubbed(
          "value " + c + "bob" + c + " is out of range",
          "value " + c + "[value]" + c + " is out of range");
    }
    assertUnchanged(
        "Duplicate entry \u2017bob\u2017 for key 1",
        "Duplicate entry \u201cbob\u201c for key 1",
        "value \u201bbob\u201b is out of range",
        "value \u2020bob\u2020 is out of range");
  }

  @Test
  void fullStop_isADot_withinAnAddress() {
    assertScrubbed("bob@example\u3002com", "[email]");
    assertScrubbed("bob@\uff58\uff59\uff5a\uff0ecom", "[email]");
    assertScrubbed("\uff11\uff10\uff0e\uff11\uff0e\uff12\uff0e\uff13", "[ip]");
    assertScrubbed("10.1.2.3\u3002\u4f60\u597d", "[ip]\u3002\u4f60\u597d");
    assertScrubbed("\u4f60\u300210.1.2.3", "\u4f60\u3002[ip]");
  }

  @Test
  void cyrillicLetter_isLatin_besideALatinOne() {
    assertScrubbed("p\u0430ssword=hunter2x", "p\u0430ssword=[secret]");
    assertScrubbed("\u0430pi_key=hunter2x", "\u0430pi_key=[secret]");
    assertScrubbed("passphras\u0435=hunter2x", "passphras\u0435=[secret]");
  }

  @Test
  void original_isRestored_whenValuesAreRemoved() {
    TextScrubber removing = new TextScrubber("", EnumSet.noneOf(Kind.class), List.of(), null);

    assertThat(removing.scrub("\u00a0from 10.1.2.3")).isEqualTo("\u00a0from ");
    assertThat(removing.scrub("\u00a0password=hunter2=")).isEqualTo("\u00a0password=");
  }
}
