package app.trackx.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import okhttp3.Headers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("wire")
class RetryAfterTest {
  private static final long NOW = Instant.parse("1994-11-06T08:49:00Z").toEpochMilli();

  @Test
  void missing_isNull() {
    assertThat(RetryAfter.of(Headers.of(), NOW)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "1800, 1800", "' 60 ', 60", "007, 7", "999999999, 999999999"})
  void seconds_areTaken(String value, long seconds) {
    assertThat(of(value)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1000000000", "99999999999999999999999999999999"})
  void seconds_pastAllReason_areALongTime(String value) {
    assertThat(of(value)).isEqualTo(Duration.ofSeconds(Integer.MAX_VALUE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
      })
  void date_inEachFormOfHttp_isHeldAgainstTheClock(String value) {
    assertThat(of(value)).isEqualTo(Duration.ofSeconds(37));
  }

  @Test
  void date_isHeldAgainstTheDateOfTheAnswer() {
    Headers headers = Headers.of(
        "Date", "Sun, 06 Nov 1994 08:49:30 GMT", "Retry-After", "Sun, 06 Nov 1994 08:50:00 GMT");

    assertThat(RetryAfter.of(headers, 0)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void date_ofAnAnswerWithAMeaninglessDate_isHeldAgainstTheClock() {
    Headers headers = Headers.of("Date", "today", "Retry-After", "Sun, 06 Nov 1994 08:49:01 GMT");

    assertThat(RetryAfter.of(headers, NOW)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void date_inThePast_isNoTime() {
    assertThat(of("Sun, 06 Nov 1994 08:48:59 GMT")).isEqualTo(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "-5", "+5", "1.5", "5s", "soon", "\u0663", "0x10", "Sun, 99 Foo 1994"})
  void nonsense_isNull(String value) {
    Headers headers =
        new Headers.Builder().addUnsafeNonAscii("Retry-After", value).build();

    assertThat(RetryAfter.of(headers, NOW)).isNull();
  }

  @Test
  void name_inAnyCase_isRead() {
    assertThat(RetryAfter.of(Headers.of("retry-after", "5"), NOW)).isEqualTo(Duration.ofSeconds(5));
  }

  private static Duration of(String value) {
    return RetryAfter.of(Headers.of("Retry-After", value), NOW);
  }
}
