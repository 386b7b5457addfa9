package app.trackx.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
  @Test
  void median_isTheMiddle_orTheMeanOfTheTwo() {
    assertThat(Samples.of(List.of("9", "1", "2"))).isEqualTo(new Samples(1, 2, 9));
    assertThat(Samples.of(List.of("9", "1", "2", "4"))).isEqualTo(new Samples(1, 3, 9));
  }

  @Test
  void texts_areNoSamples() {
    assertThat(Samples.of(List.of("1", "killed after 60 s"))).isNull();
  }

  @Test
  void numbers_haveThreeDigits() {
    assertThat(new Samples(0.2171, 10.26, 1448.4)).hasToString("10.3 (0.217–1448)");
    assertThat(new Samples(100_000, 100_000, 100_000)).hasToString("100000");
  }
}
