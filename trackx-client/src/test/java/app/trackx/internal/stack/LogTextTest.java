package app.trackx.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "order 1 failed | order 20 failed",
        "order 1, item 2 | order 7, item 99",
        "user f81d4fae-7dec-11d0-a765-00a0c91e6bf6 left | user 0a0b0c0d-beef-dead-feed-abcdefabcde1 left",
        "took 12ms | took 1.5ms",
        "[A-17] is late | [A-18] is late",
        "id=17 failed | id=18 failed",
        "failed at 10:12:13 | failed at 23:59:59",
        "Foo@1b2c3d is closed | Foo@9f8e7d is closed",
        "from 10.0.0.1:4711 | from [2001:db8::1]:80",
        "json {\"id\":17} | json {\"id\":18}",
        "items 1 2 failed | items 1 2 3 failed",
        "backup of Mon Jan 05 10:00:00 UTC 2026 failed | backup of Tue Feb 10 11:00:00 CET 2026 failed",
        "expired Mon, 05 Jan 2026 10:00:00 GMT | expired Sat, 14 Mar 2026 11:00:00 GMT",
        "no rate for 5 May 2026 | no rate for 14 March 2026",
        "late since (10:15 AM) | late since (11:20 PM)",
        "Foo@1b2c3d is closed | Foo@deadbeef is closed",
        "bytes [B@1b2c3d, lost | bytes [B@abcdef, lost",
        "read /tmp/17/in.csv | read /tmp/99/in.csv",
        "amount €7.00 is too high | amount -1,000.00 is too high",
        "the 1st try failed | the 2nd try failed",
      })
  void digitsAndIdentifiers_inATextWithoutPlaceholders_doNotCount(String one, String other) {
    assertThat(LogText.constantPartOf(one)).isEqualTo(LogText.constantPartOf(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "order 1 failed | order 1 is late",
        "cannot read a | cannot read b",
        "the cafe is closed | the face is closed",
        "Monday report failed | Sunday report failed",
        "Monday report of 17 failed | Sunday report of 17 failed",
        "no user alice@example | no user bob@example",
        "no user a@fade.example | no user a@cafe.example",
        "May I | May I not",
        "step {} of 2 failed | step {} of 3 failed",
        "step {0} of 2 failed | step {0} of 3 failed",
        "step {0,number} of 2 failed | step {0,number} of 3 failed",
        "step %d of 2 failed | step %d of 3 failed",
        "step %-5.2f of 2 failed | step %-5.2f of 3 failed",
        "ERR_1042 | ERR_1043",
        "order.failed.1 | order.failed.2",
      })
  void words_andTextsWithPlaceholders_count(String one, String other) {
    assertThat(LogText.constantPartOf(one)).isNotEqualTo(LogText.constantPartOf(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "50% of 17 | 50% of 18",
        "100% sure in 17 | 100% sure in 18",
        "{a=1} | {a=2}",
        "{,} 1 | {,} 2",
        "1 { | 2 {",
        "1 % | 2 %",
        "1 %5 | 2 %5"
      })
  void signsOfAText_areNoPlaceholders(String one, String other) {
    assertThat(LogText.constantPartOf(one)).isEqualTo(LogText.constantPartOf(other));
  }

  @Test
  void longText_countsAsFarAsItsFirstThousandCharacters() {
    String start = "x ".repeat(500);

    assertThat(LogText.constantPartOf(start + "a")).isEqualTo(LogText.constantPartOf(start + "b"));
    assertThat(LogText.constantPartOf(start.substring(1) + "a"))
        .isNotEqualTo(LogText.constantPartOf(start.substring(1) + "b"));
  }

  @Test
  void numberAlone_isNothing() {
    assertThat(LogText.constantPartOf("17")).isEmpty();
    assertThat(LogText.constantPartOf("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "com.acme.V1Parser, com.acme.V1Parser",
    "com.acme.Pay$1, com.acme.Pay$1",
    "com.acme.Base64, com.acme.Base64",
    "route1, route1",
    "session-17, session-",
    "conn#f81d4fae, conn#",
    "conn#f81d4f, conn#",
    "conn#f81d4, conn#f81d4",
    "conn#facade, conn#facade",
    "tenant.acme, tenant.acme",
    "17, 17",
    "my-log4j, my-log4j",
  })
  void logger_losesANumberAfterASeparator(String name, String expected) {
    assertThat(LogText.loggerOf(name)).isEqualTo(expected);
  }
}
