package app.trackx.local.internal.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalDataTest {
  private static List<String> found(String text) {
    List<String> found = new ArrayList<>();
    for (Finding finding : PersonalData.in(Map.of("message", text))) {
      finding
          .marks()
          .forEach(mark ->
              found.add(mark.kind() + " " + finding.text().substring(mark.from(), mark.to())));
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "to bob.o'hara+x@mail.example.co.uk. | e-mail address bob.o'hara+x@mail.example.co.uk",
        "to=bob%40example.com&a | e-mail address bob%40example.com",
        "from 198.51.100.23: no | IP address 198.51.100.23",
        "from [2001:db8::17]:80 | IP address 2001:db8::17",
        "from fe80:0:0:0:1:2:3:4 | IP address fe80:0:0:0:1:2:3:4",
        "at 00:1B:44:11:3a:b7 | MAC address 00:1B:44:11:3a:b7",
        "call +44 (0)20 7946 0018 now | phone number +44 (0)20 7946 0018",
        "call (555) 123-4567 | phone number (555) 123-4567",
        "card 4111-1111-1111-1111 | card number 4111-1111-1111-1111",
        "card 378282246310005 | card number 378282246310005",
        "IBAN DE89 3704 0044 0532 0130 00 PAID | IBAN DE89 3704 0044 0532 0130 00",
        "IBAN GB82WEST12345698765432 | IBAN GB82WEST12345698765432",
        "x eyJhbGciOiJI.eyJzdWIiOi.c2ln y | token eyJhbGciOiJI.eyJzdWIiOi.c2ln",
        "Authorization: Bearer abcdef123456 | token Bearer abcdef123456",
        "key ghp_abcdefghijklmnop1234 | token ghp_abcdefghijklmnop1234",
        "open /home/bob/x | home directory /home/bob",
        "open /Users/bob/x | home directory /Users/bob",
        "open C:\\Users\\bob\\x | home directory C:\\Users\\bob",
        "ftp://bob:pw@host.example/x | user name in a URL bob:pw@",
        "GET /cart?id=7&s=1 failed | query string ?id=7&s=1",
        "password=hunter2; | password or secret password=hunter2",
      })
  void text_isMarked(String text, String mark) {
    assertThat(found(text)).containsExactly(mark);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "order 4111111111111112 failed",
        "0000000000000000",
        "version 1.2.3.400",
        "v10.0.0.1beta",
        "at 10:12:13",
        "std::vector",
        "Ab::cd",
        "pay@Order.java:12",
        "IBAN GB83WEST12345698765432",
        "2026-11-23T10:12:13Z",
        "what? no = 3",
        "/homestead/bob",
        "timeout 1700000000000",
        "com.acme.Order.pay (com/acme/Order.java:12)",
        "::1",
        "http://127.0.0.1:8080/orders",
        "basic research"
      })
  void harmlessText_isNotMarked(String text) {
    assertThat(found(text)).isEmpty();
  }

  @Test
  void wideRule_marksTheRestOfItsMatch() {
    assertThat(found("/login?user=bob@example.com&x=1"))
        .containsExactly(
            "query string ?user=", "e-mail address bob@example.com", "query string &x=1");
  }

  @Test
  void allPartsOfAnEvent_areSearched() {
    Map<String, Object> meta = Map.of(
        "list",
        List.of(1, List.of("10.1.2.3")),
        "map",
        Map.of("bob@example.com", true),
        "card",
        4111111111111111L,
        "user_name",
        "bob",
        "password",
        "x",
        "nothing",
        "x");
    List<Finding> findings = PersonalData.in(Map.of(
        "name", "a@example.com", "stack", "/home/bob", "uri", "http://b@x.example/", "meta", meta));
    assertThat(findings)
        .extracting(Finding::where)
        .containsExactlyInAnyOrder(
            "name",
            "stack",
            "uri",
            "meta.list[1][0]",
            "property name in meta.map.",
            "meta.card",
            "meta.user_name",
            "meta.password");
  }

  @Test
  void findings_areBounded() {
    List<String> many = Collections.nCopies(1000, "a@example.com");
    assertThat(PersonalData.in(Map.of("meta", many))).hasSize(PersonalData.MAX_FINDINGS);
    assertThat(found("a@example.com ".repeat(1000))).hasSize(500);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a@",
        "a@a.",
        "1",
        "1 ",
        "+1",
        "00",
        "::",
        "a:",
        "eyJ",
        "-eyJ-",
        "AA00",
        "AA00 AAAA ",
        "?a=",
        "://",
        "bearer ",
        "password=",
        "%40",
        "1.",
        "/home/",
        "basic a",
        "é",
        "(555) 123-"
      })
  void hostileText_takesLinearTime(String piece) {
    String text = piece.repeat(200_000 / piece.length());
    assertTimeout(Duration.ofSeconds(5), () -> Rules.marks(text, null));
  }
}
