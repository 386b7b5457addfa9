package app.trackx.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
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
    assertThat(RetryAfter.of(name -> null, NOW)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "1800, 1800", "' 60 ', 60", "007, 7", "999999999, 999999999"})
  void seconds_areParsed(String value, long seconds) {
    assertThat(of(value)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1000000000", "99999999999999999999999999999999"})
  void seconds_beyondTheLimit_areALongTime(String value) {
    assertThat(of(value)).isEqualTo(Duration.ofSeconds(Integer.MAX_VALUE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
      })
  void date_inEachFormOfHttp_isComparedWithTheClock(String value) {
    assertThat(of(value)).isEqualTo(Duration.ofSeconds(37));
  }

  @Test
  void date_isComparedWithTheDateOfTheResponse() {
    Map<String, String> headers = Map.of(
        "Date", "Sun, 06 Nov 1994 08:49:30 GMT", "Retry-After", "Sun, 06 Nov 1994 08:50:00 GMT");

    assertThat(RetryAfter.of(headers::get, 0)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void date_ofAResponseWithAnInvalidDate_isComparedWithTheClock() {
    Map<String, String> headers =
        Map.of("Date", "today", "Retry-After", "Sun, 06 Nov 1994 08:49:01 GMT");

    assertThat(RetryAfter.of(headers::get, NOW)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void date_inThePast_isZero() {
    assertThat(of("Sun, 06 Nov 1994 08:48:59 GMT")).isEqualTo(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "-5", "+5", "1.5", "5s", "soon", "\u0663", "0x10", "Sun, 99 Foo 1994"})
  void malformedValue_isNull(String value) {
    assertThat(of(value)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "'Thu, 01 Jan 1970 00:00:00 GMT', 0",
    "'Thu, 29 Feb 2024 23:59:59 GMT', 1709251199",
    "'Fri, 01 Mar 2024 00:00:00 GMT', 1709251200",
    "'Mon, 01 Mar 2100 00:00:00 GMT', 4107542400",
    "'Fri, 31 Dec 1999 23:59:60 GMT', 946684800",
    "'sun, 06 NOV 1994 08:49:37 gmt', 784111777",
    "'Sun Nov 06 08:49:37 1994', 784111777",
  })
  void dates_areThoseOfTheCalendar(String date, long seconds) {
    assertThat(HttpDate.millis(date, NOW)).isEqualTo(seconds * 1000);
  }

  @ParameterizedTest
  @CsvSource({"44, 2044", "45, 1945", "94, 1994", "00, 2000"})
  void yearOfTwoDigits_isAtMostFiftyYearsAhead(String digits, int year) {
    long millis = HttpDate.millis("Sunday, 06-Nov-" + digits + " 08:49:37 GMT", NOW);

    assertThat(Instant.ofEpochMilli(millis)).hasToString(year + "-11-06T08:49:37Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 06 ebm 1994 08:49:37 GMT",
        "Sun, 06 Nov 194 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov 1994 8:49:37 GMT",
        "Sun, 06 Nov 1994 08-49-37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT now",
        "Sun Nov 6 08:49:37 99999",
        "1994-11-06T08:49:37Z",
        "",
      })
  void otherTexts_areNotDates(String text) {
    assertThat(HttpDate.millis(text, NOW)).isEqualTo(HttpDate.NONE);
  }

  private static @Nullable Duration of(String value) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("Retry-After", value);
    return RetryAfter.of(headers::get, NOW);
  }
}
