package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {
  @Test
  void default_isWithinTheLimitOfUpstreamsServer() {
    assertThat(RateLimit.DEFAULT.burst()).isEqualTo(30);
    assertThat(RateLimit.DEFAULT.nanosPerPermit()).isEqualTo(TimeUnit.SECONDS.toNanos(10));
  }

  @Test
  void of_permitsInAPeriod_areSpreadOverIt() {
    RateLimit limit = RateLimit.of(2, 4, Duration.ofSeconds(1));

    assertThat(limit.burst()).isEqualTo(2);
    assertThat(limit.nanosPerPermit()).isEqualTo(250_000_000);
  }

  @Test
  void of_morePermitsThanNanoseconds_stillLimits() {
    assertThat(RateLimit.of(1, 1_000, Duration.ofNanos(1)).nanosPerPermit()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void of_burstTooSmall_throws(int burst) {
    assertThatThrownBy(() -> RateLimit.of(burst, 1, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("burst < 1: " + burst);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -6})
  void of_permitsTooFew_throws(int permits) {
    assertThatThrownBy(() -> RateLimit.of(1, permits, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("permits < 1: " + permits);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT8760H0.000000001S", "PT2562047788015215H"})
  void of_periodOutOfRange_throws(String period) {
    assertThatThrownBy(() -> RateLimit.of(1, 1, Duration.parse(period)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("period not in (0, 365 days]: ");
  }

  @Test
  void of_longestPeriod_isAccepted() {
    assertThat(RateLimit.of(1, 1, Duration.ofDays(365)).nanosPerPermit())
        .isEqualTo(TimeUnit.DAYS.toNanos(365));
  }

  @Test
  void none_hasNoBurst() {
    assertThat(RateLimit.none().burst()).isZero();
  }

  @Test
  void toString_namesTheLimit() {
    assertThat(RateLimit.DEFAULT).hasToString("RateLimit{burst 30, one each PT10S}");
    assertThat(RateLimit.none()).hasToString("RateLimit{none}");
  }
}
