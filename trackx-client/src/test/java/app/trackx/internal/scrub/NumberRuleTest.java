package app.trackx.internal.scrub;

import static app.trackx.internal.scrub.ScrubAssertions.assertScrubbed;
import static app.trackx.internal.scrub.ScrubAssertions.assertUnchanged;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The first and last number of each range of cards and phones, and those beside it. */
class NumberRuleTest {
  private static final TextScrubber SCRUBBER =
      new TextScrubber(null, EnumSet.noneOf(Kind.class), List.of(), null);

  @ParameterizedTest
  @CsvSource({
    "4000, 13",
    "4999, 16",
    "4000, 19", // Visa
    "5100, 16",
    "5599, 16",
    "2221, 16",
    "2720, 16", // Mastercard
    "3400, 15",
    "3700, 15", // American Express
    "3600, 14",
    "3800, 14",
    "3900, 19",
    "3000, 14",
    "3059, 14", // Diners
    "3528, 16",
    "3589, 19", // JCB
    "2200, 16",
    "2204, 19", // Mir
    "5018, 13",
    "5020, 13",
    "5038, 13",
    "6304, 13",
    "6759, 13",
    "6763, 13", // Maestro
    "5000, 16",
    "5600, 17",
    "6999, 19",
    "8100, 16",
    "8299, 16",
    "9792, 16",
  })
  void numberOfAnIssuer_isACard_unlessItsCheckDigitIsWrong(int prefix, int length) {
    String number = number(prefix, length);
    String wrong = number.substring(0, length - 1) + (number.charAt(length - 1) - '0' + 1) % 10;

    assertThat(SCRUBBER.scrub("visa " + number)).isEqualTo("visa [card]");
    assertThat(SCRUBBER.scrub("visa " + wrong)).isEqualTo("visa " + wrong);
  }

  @ParameterizedTest
  @CsvSource({
    "4000, 12",
    "4000, 14",
    "4000, 15",
    "4000, 17",
    "4000, 18",
    "4000, 20",
    "5100, 15",
    "5100, 17",
    "2220, 16",
    "2721, 16",
    "2221, 17",
    "3399, 15",
    "3500, 15",
    "3400, 16",
    "3700, 14",
    "3500, 14",
    "3600, 13",
    "3060, 14",
    "2999, 14",
    "3000, 13",
    "3527, 16",
    "3590, 16",
    "3528, 15",
    "2199, 16",
    "2205, 16",
    "2200, 15",
    "5017, 13",
    "5019, 13",
    "5021, 13",
    "5037, 13",
    "6303, 13",
    "6758, 13",
    "6764, 13",
    "5000, 15",
    "5600, 15",
    "7000, 16",
    "8000, 16",
    "8300, 16",
    "9791, 16",
    "9793, 16",
  })
  void numberOfNoIssuer_stays(int prefix, int length) {
    String text = "visa " + number(prefix, length);

    assertThat(SCRUBBER.scrub(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+49 123456",
        "+491234567",
        "+491234567890123",
        "+49 1234 567890123",
        "+1 646 555 0199",
        "+16465550199",
        "+49 (0) 123456",
        "+ 49 123456",
        "+49 123456 x42",
        "+49 123456 ext 42",
        "+49 123456 ext. 42",
      })
  void phone_isRedacted_toItsEnd(String phone) {
    assertThat(SCRUBBER.scrub("at " + phone)).isEqualTo("at [phone]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+49 12345",
        "+49123456",
        "+4912345678901234",
        "+1 646 555 019",
        "+1 646 555 01999",
        "+0 646 555 0199",
        "+  49 123456",
        "+49 -- 123456",
        "+491234567a",
        "a+491234567",
      })
  void numberThatIsNoPhone_stays(String number) {
    assertThat(SCRUBBER.scrub("at " + number)).isEqualTo("at " + number);
  }

  @ParameterizedTest
  @CsvSource({
    "+49 123456 x42a, [phone] x42a",
    "+49 123456 x, [phone] x",
    "'+49 123456, 7', '[phone], 7'",
    "+49 123456.7 s, [phone] s",
  })
  void textAfterAPhone_stays(String text, String expected) {
    assertThat(SCRUBBER.scrub("at " + text)).isEqualTo("at " + expected);
  }

  @Test
  void kindThatIsKept_stays() {
    String text = "from DE89370400440532013000 by 4111111111111111, +491234567";

    assertThat(new TextScrubber(null, EnumSet.of(Kind.IBAN), List.of(), null).scrub(text))
        .isEqualTo("from DE89370400440532013000 by [card], [phone]");
    assertThat(new TextScrubber(null, EnumSet.of(Kind.CARD), List.of(), null).scrub(text))
        .isEqualTo("from [iban] by 4111111111111111, [phone]");
  }

  @Test
  void digitsWithinAWordOrADecimalNumber_areNoCard() {
    assertUnchanged(
        "\u00e94111111111111111",
        "_4111111111111111",
        "blk_-4111111111111111",
        "0.4111111111111111",
        "1,4111111111111111",
        "4111111111111111.5",
        "4111111111111111x");
    assertScrubbed("x-4111111111111111", "x-[card]");
    assertScrubbed("a.4111111111111111", "a.[card]");
    assertScrubbed("a,4111111111111111", "a,[card]");
    assertScrubbed("(4111111111111111)", "([card])");
    assertScrubbed("4111111111111111.", "[card].");
    assertScrubbed("visa4111111111111111", "visa[card]");
  }

  @Test
  void cardGluedToItsName_isRedacted() {
    assertScrubbed("mastercard5555555555554444", "mastercard[card]");
    assertScrubbed("cardnumber5555555555554444", "cardnumber[card]");
    assertUnchanged("xmastercard5555555555554444");
  }

  @Test
  void groups_haveOneSeparator() {
    assertScrubbed("4111.1111.1111.1111", "[card]");
    assertUnchanged("4111-1111 1111-1111");
  }

  @Test
  void numberAfterTheNameOfAnId_isNoCard() {
    assertUnchanged("id 4111111111111111", "id    4111111111111111", "traceId 4111111111111111");
    assertScrubbed("id     4111111111111111", "id     [card]");
    assertScrubbed("xid 4111111111111111", "xid [card]");
  }

  @Test
  void numberOfAnArticle_isNoCard() {
    assertUnchanged("4622463907656");
    assertScrubbed("4567719791000", "[card]");
  }

  @Test
  void phone_hasAtMostThreeSigns_betweenItsGroups() {
    assertScrubbed("+49 - 123456", "[phone]");
    assertUnchanged("+ 49123456");
  }

  /** Returns a number with these first digits, then zeros, and the check digit. */
  private static String number(int prefix, int length) {
    String digits = prefix + "0".repeat(length - 5);
    for (int check = 0; check < 10; check++) {
      if (isLuhn(digits + check)) {
        return digits + check;
      }
    }
    throw new AssertionError(digits);
  }

  private static boolean isLuhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      sum += i % 2 == 0 ? digit : 2 * digit / 10 + 2 * digit % 10;
    }
    return sum % 10 == 0;
  }
}
