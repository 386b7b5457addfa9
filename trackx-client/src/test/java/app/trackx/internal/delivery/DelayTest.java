package app.trackx.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelayTest {
  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void ofNanos_ofZeroOrLess_isNone(long nanos) {
    assertThat(Delay.ofNanos(nanos)).isSameAs(Delay.NONE);
  }

  @Test
  void ofNanos_ofAPositiveTime_isThatTime() {
    assertThat(Delay.ofNanos(1).nanos()).isEqualTo(1);
  }

  @Test
  void isNone_isTrueForNoneOnly() {
    assertThat(Delay.NONE.isNone()).isTrue();
    assertThat(Delay.ofNanos(1).isNone()).isFalse();
  }

  @Test
  void orSooner_ofTwo_isTheShorter() {
    Delay shorter = Delay.ofNanos(1);
    Delay longer = Delay.ofNanos(2);

    assertThat(shorter.orSooner(longer)).isSameAs(shorter);
    assertThat(longer.orSooner(shorter)).isSameAs(shorter);
  }

  @Test
  void orSooner_ofTwoThatAreEqual_isTheFirst() {
    assertThat(Delay.FOREVER.orSooner(Delay.UNTIL_WOKEN)).isSameAs(Delay.FOREVER);
  }

  @Test
  void atLeastNanos_whenLongEnough_isTheSame() {
    Delay delay = Delay.ofNanos(5);

    assertThat(delay.atLeastNanos(5)).isSameAs(delay);
    assertThat(Delay.UNTIL_WOKEN.atLeastNanos(Long.MAX_VALUE)).isSameAs(Delay.UNTIL_WOKEN);
  }

  @Test
  void atLeastNanos_whenTooShort_isTheLeast() {
    assertThat(Delay.ofNanos(5).atLeastNanos(6).nanos()).isEqualTo(6);
  }

  @Test
  void toString_namesTheSpecialDelays() {
    assertThat(Delay.UNTIL_WOKEN).hasToString("until woken");
    assertThat(Delay.FOREVER).hasToString("forever");
    assertThat(Delay.ofNanos(7)).hasToString("7 ns");
  }
}
