package app.trackx.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextTest {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MANY = 1_000_000;

  @Test
  void clip_textThatFitsExactly_isTheSameInstance() {
    String text = new String("ab\ud83d\ude00");

    assertThat(Text.clip(text, 4, 14)).isSameAs(text);
  }

  @Test
  void clip_emptyText_isTheSameInstance() {
    String text = new String("");

    assertThat(Text.clip(text, 1, 3)).isSameAs(text);
  }

  @Test
  void clip_oneUnitTooMany_endsInAnEllipsisWithinTheLimit() {
    assertThat(Text.clip("abcdef", 5, MANY)).isEqualTo("abcd\u2026");
  }

  @Test
  void clip_oneByteTooMany_leavesThreeBytesForTheEllipsis() {
    assertThat(Text.clip("abcdef", MANY, 5)).isEqualTo("ab\u2026");
  }

  @Test
  void clip_oneUnit_isTheEllipsisAlone() {
    assertThat(Text.clip("ab", 1, MANY)).isEqualTo("\u2026");
  }

  @Test
  void clip_threeBytes_isTheEllipsisAlone() {
    assertThat(Text.clip("abcd", MANY, 3)).isEqualTo("\u2026");
  }

  @Test
  void clip_cutWithinACodePoint_leavesTheWholeCodePointOut() {
    assertThat(Text.clip("ab\ud83d\ude00cd", 4, MANY)).isEqualTo("ab\u2026");
  }

  @Test
  void clip_cutBehindACodePoint_keepsIt() {
    assertThat(Text.clip("ab\ud83d\ude00cd", 5, MANY)).isEqualTo("ab\ud83d\ude00\u2026");
  }

  @Test
  void clip_bytes_countAsJsonWritesThem() {
    // 2 for the quote, 2 for the line break, 6 for the control character, 2, 3, 12
    assertThat(Text.clip("\"\n\u0001\u00e9\u6f22\ud83d\ude00", MANY, 27))
        .isEqualTo("\"\n\u0001\u00e9\u6f22\ud83d\ude00");
    assertThat(Text.clip("\"\n\u0001\u00e9\u6f22\ud83d\ude00", MANY, 26))
        .isEqualTo("\"\n\u0001\u00e9\u6f22\u2026");
  }

  @Test
  void clip_loneHighSurrogate_becomesTheReplacementCharacter() {
    assertThat(Text.clip("a\ud83db", MANY, MANY)).isEqualTo("a\ufffdb");
  }

  @Test
  void clip_loneLowSurrogate_becomesTheReplacementCharacter() {
    assertThat(Text.clip("a\ude00b", MANY, MANY)).isEqualTo("a\ufffdb");
  }

  @Test
  void clip_highSurrogateAtTheEnd_becomesTheReplacementCharacter() {
    assertThat(Text.clip("ab\ud83d", 3, MANY)).isEqualTo("ab\ufffd");
  }

  @Test
  void clip_loneSurrogateBeforeTheCut_isRepairedToo() {
    assertThat(Text.clip("\ude00abcdef", 4, MANY)).isEqualTo("\ufffdab\u2026");
  }

  @Test
  void clip_twoHighSurrogatesAndALow_keepsThePair() {
    assertThat(Text.clip("\ud83d\ud83d\ude00", MANY, MANY)).isEqualTo("\ufffd\ud83d\ude00");
  }

  @Test
  void jsonBytes_everyUnitThatIsNoSurrogate_isWhatJacksonWrites() throws IOException {
    for (int c = 0; c <= 0xffff; c++) {
      if (!Character.isSurrogate((char) c)) {
        int written = jsonBytes(String.valueOf((char) c));
        assertThat(Text.jsonBytes((char) c)).as("U+%04X", c).isEqualTo(written);
      }
    }
  }

  @Test
  void jsonBytes_randomText_isWhatJacksonWrites() throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 2_000; i++) {
      String text = NastyText.repaired(NastyText.random(random, 30));

      assertThat(Text.jsonBytes(text)).as("case %s", i).isEqualTo(jsonBytes(text));
    }
  }

  @Test
  void clip_randomText_keepsBothLimitsAndTheBeginning() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      String text = NastyText.random(random, 24);
      int maxUnits = 1 + random.nextInt(40);
      int maxBytes = 3 + random.nextInt(80);

      String clipped = Text.clip(text, maxUnits, maxBytes);

      String repaired = NastyText.repaired(text);
      assertThat(clipped.length()).as("case %s", i).isLessThanOrEqualTo(maxUnits);
      assertThat(jsonBytes(clipped)).as("case %s", i).isLessThanOrEqualTo(maxBytes);
      assertThat(NastyText.hasLoneSurrogate(clipped)).as("case %s", i).isFalse();
      if (repaired.length() <= maxUnits && jsonBytes(repaired) <= maxBytes) {
        assertThat(clipped).as("case %s", i).isEqualTo(repaired);
      } else {
        assertThat(clipped).as("case %s", i).endsWith("\u2026");
        assertThat(repaired).startsWith(clipped.substring(0, clipped.length() - 1));
      }
    }
  }

  @Test
  void clip_randomText_isCutNoEarlierThanNeeded() throws IOException {
    Random random = new Random(2);
    for (int i = 0; i < 5_000; i++) {
      String repaired = NastyText.repaired(NastyText.random(random, 24));
      int maxUnits = 1 + random.nextInt(40);
      int maxBytes = 3 + random.nextInt(80);
      String clipped = Text.clip(repaired, maxUnits, maxBytes);
      if (clipped.equals(repaired)) {
        continue;
      }

      int kept = clipped.length() - 1;
      int next = repaired.offsetByCodePoints(kept, 1);
      String longer = repaired.substring(0, next) + "\u2026";

      assertThat(longer.length() > maxUnits || jsonBytes(longer) > maxBytes)
          .as("case %s could have kept more", i)
          .isTrue();
    }
  }

  /** Returns the text's size within a JSON string, as written by Jackson. */
  private static int jsonBytes(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
      out.writeString(text);
    }
    return bytes.size() - 2;
  }

  @Test
  void clipBetweenWords_textThatFits_isTheSameInstance() {
    for (String text : new String[] {"", "\u2026", "a", "two words", "ends in \u2026"}) {
      assertThat(Text.clipBetweenWords(text, 20, 100)).isSameAs(text);
    }
  }
}
