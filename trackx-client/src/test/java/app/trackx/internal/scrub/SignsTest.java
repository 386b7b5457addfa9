package app.trackx.internal.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Signs of a text, below and above the half of ASCII. */
class SignsTest {
  private final Signs signs = Signs.of("Total: 12 \u20ac");

  @Test
  void all_requiresEachOfThem() {
    assertThat(signs.haveAllOf(Signs.of(":T"))).isTrue();
    assertThat(signs.haveAllOf(Signs.of(":T="))).isFalse();
    assertThat(signs.haveAllOf(Signs.of(":TX"))).isFalse();
    assertThat(signs.haveAllOf(Signs.of(":T" + Signs.OTHERS))).isTrue();
    assertThat(Signs.of("Total: 12").haveAllOf(Signs.of("\u00e9"))).isFalse();
  }

  @Test
  void any_requiresOneOfThem() {
    assertThat(signs.haveAnyOf(Signs.of("=:"))).isTrue();
    assertThat(signs.haveAnyOf(Signs.of("XT"))).isTrue();
    assertThat(signs.haveAnyOf(Signs.of("=X"))).isFalse();
  }

  @Test
  void digits_areCounted() {
    assertThat(signs.haveDigits(2)).isTrue();
    assertThat(signs.haveDigits(3)).isFalse();
    assertThat(Signs.of("/09:").haveDigits(2)).isTrue();
    assertThat(Signs.of("/09:").haveDigits(3)).isFalse();
  }

  @Test
  void word_requiresItsLetters_inAnyCase() {
    assertThat(signs.mayHaveAnyOf(words("pin", "LOT"))).isTrue();
    assertThat(signs.mayHaveAnyOf(words("pin", "lots"))).isFalse();
    assertThat(signs.letters()).isEqualTo(Signs.of("LATO").letters()).isNotZero();
    assertThat(Signs.of("12@[`{\u20ac").letters()).isZero();
  }

  private static int[] words(String... words) {
    int[] letters = new int[words.length];
    for (int i = 0; i < words.length; i++) {
      letters[i] = Signs.of(words[i]).letters();
    }
    return letters;
  }
}
