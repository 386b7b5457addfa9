package app.trackx.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SeenVisitorsTest {
  private final SeenVisitors seen = new SeenVisitors();
  private final Random random = new Random(5);

  @Test
  void add_twiceADay_isNewOnce() {
    for (int i = 1; i <= 3_000; i++) {
      long fingerprint = (long) i << 20; // all in one slot while the table is small
      assertThat(seen.has(fingerprint, 7)).isFalse();
      assertThat(seen.add(fingerprint, 7)).isTrue();
      assertThat(seen.has(fingerprint, 7)).isTrue();
      assertThat(seen.add(fingerprint, 7)).isFalse();
    }
  }

  @Test
  void add_anotherDay_forgetsAll_whicheverWayTheClockWent() {
    seen.add(1, 7);

    assertThat(seen.has(1, 8)).isFalse();
    assertThat(seen.add(1, 8)).isTrue();
    assertThat(seen.has(1, 7)).isFalse();
    assertThat(seen.add(1, 7)).isTrue();
  }

  @Test
  void add_moreThanTheMaximum_forgetsTheOlderHalf() {
    long[] visitors = random.longs(SeenVisitors.MOST + 1).toArray();
    for (long visitor : visitors) {
      assertThat(seen.add(visitor, 7)).isTrue();
    }

    for (int i = 0; i < visitors.length; i++) {
      assertThat(seen.has(visitors[i], 7)).isEqualTo(i >= SeenVisitors.MOST / 2);
    }
  }

  @Test
  void fingerprint_dependsOnEveryCharacter() {
    String token = "0123456789ghjkpz0123456789ghjkpz";
    for (int i = 0; i < token.length(); i++) {
      for (char c : "0123456789ghjkpz".toCharArray()) {
        String other = token.substring(0, i) + c + token.substring(i + 1);
        assertThat(VisitorToken.fingerprint(other) == VisitorToken.fingerprint(token))
            .isEqualTo(other.equals(token));
      }
    }
  }

  @Test
  void fingerprint_ofAnInvalidToken_isNone() {
    String token = "0123456789ghjkpz0123456789ghjkpz";
    for (String wrong : new String[] {
      null,
      "",
      token + "0",
      token.substring(1),
      token.replace('g', 'a'),
      token.replace('g', 'f'),
      token.replace('g', 'i'),
      token.replace('g', 'G'),
      token.replace('g', '\n'),
      token.replace('g', '\u0123'),
      "abcdefghijklmnopqrstuvwxyz234567",
      "abcdefghijklmnopqrstuvwxyz"
    }) {
      assertThat(VisitorToken.fingerprint(wrong)).as("%s", wrong).isEqualTo(VisitorToken.NONE);
      assertThat(VisitorToken.checked(wrong)).isNull();
    }
  }
}
