package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import app.trackx.internal.json.JsonValues;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScrubberTest {
  private static final String MESSAGE = "bob@example.com from 10.1.2.3, password=hunter2";

  @Test
  void standard_isReadable() {
    assertThat(Scrubber.standard().scrub(MESSAGE))
        .isEqualTo("[email] from [ip], password=[secret]");
  }

  @Test
  void none_changesNothing() {
    EventPayload event = event(Map.of("password", "hunter2"));

    Scrubber.none().scrub(event, Map.of());

    assertThat(event.getMessage()).isEqualTo(MESSAGE);
    assertThat(event.getMeta()).containsEntry("password", "hunter2");
    assertThat(Scrubber.none().scrub(MESSAGE)).isSameAs(MESSAGE);
  }

  @Test
  void nothingToScrub_returnsTheSameInstance() {
    String message = "order 4711 failed after 12 ms";

    assertThat(Scrubber.standard().scrub(message)).isSameAs(message);
    assertThat(Scrubber.standard().scrub(null)).isNull();
  }

  @Test
  void keep_disablesTheNamedRules() {
    Scrubber scrubber = Scrubber.builder().keep("ip", "email").build();

    assertThat(scrubber.scrub(MESSAGE))
        .isEqualTo("bob@example.com from 10.1.2.3, password=[secret]");
  }

  @Test
  void keep_everyLabel_changesNothing() {
    Scrubber.Builder builder = Scrubber.builder();
    for (var kind : app.trackx.internal.scrub.Kind.values()) {
      builder.keep(kind.label());
    }
    String all =
        MESSAGE + " https://u:p@h.example/x?a=b#c +49 170 1234567 /home/bob Bearer a1b2c3d4e5";

    assertThat(builder.build().scrub(all)).isEqualTo(all);
  }

  @Test
  void keep_unknownLabel_isRefusedWithTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scrubber.builder().keep("emial"))
        .withMessageContaining("emial")
        .withMessageContaining("email");
  }

  @Test
  void replacement_replacesAllRedactedText() {
    Scrubber scrubber = Scrubber.builder().replacement("***").build();

    assertThat(scrubber.scrub(MESSAGE)).isEqualTo("*** from ***, password=***");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scrubber.builder().replacement("*".repeat(101)));
  }

  @Test
  void replacement_empty_removesAllRedactedText() {
    Scrubber scrubber = Scrubber.builder().replacement("").build();

    for (String[] pair : new String[][] {
      {"from bob@example.com, password=hunter22", "from , password="},
      {"Duplicate entry 'bobby' for key 'u'", "Duplicate entry '' for key 'u'"},
      {"No enum constant com.acme.Color.bobby", "No enum constant com.acme.Color."},
      {"404 Not Found: \"no bobby here\"", "404 Not Found: \"\""},
    }) {
      assertThat(scrubber.scrub(pair[0])).isEqualTo(pair[1]);
      assertThat(scrubber.scrub(pair[1])).isEqualTo(pair[1]);
    }
  }

  @Test
  void rule_receivesTheOriginalText_beforeTheStandardRules() {
    Scrubber scrubber =
        Scrubber.builder().rule(text -> text.replace("bob@", "alice@")).build();

    assertThat(scrubber.scrub("bob@localhost")).isEqualTo("alice@localhost");
    assertThat(scrubber.scrub("bob@example.com")).isEqualTo("[email]");
  }

  @Test
  void rule_thatReturnsNull_fails() {
    Scrubber scrubber = Scrubber.builder().rule(text -> null).build();

    assertThatNullPointerException().isThrownBy(() -> scrubber.scrub("x"));
  }

  @Test
  void keyNames_holdInMetaAndInTexts() {
    Scrubber scrubber = Scrubber.builder().keyNames("customer-number").build();
    EventPayload event = event(Map.of("oldCustomerNumber", 4711, "customers", 3));

    scrubber.scrub(event, Map.of());

    assertThat(event.getMeta()).isEqualTo(Map.of("oldCustomerNumber", "[secret]", "customers", 3));
    assertThat(scrubber.scrub("customer_number=4711")).isEqualTo("customer_number=[secret]");
    assertThatIllegalArgumentException().isThrownBy(() -> Scrubber.builder().keyNames("--"));
  }

  @Test
  void everyField_isScrubbed_exceptTheStack() {
    EventPayload event = event(Map.of());
    event.setName("bob@example.com");
    event.setUri("/orders?id=7#top");
    event.setStack("at a.B.c (a/B.java:1)");

    Scrubber.standard().scrub(event, Map.of());

    assertThat(event.getName()).isEqualTo("[email]");
    assertThat(event.getMessage()).isEqualTo("[email] from [ip], password=[secret]");
    assertThat(event.getUri()).isEqualTo("/orders?[query]#[fragment]");
    assertThat(event.getStack()).isEqualTo("at a.B.c (a/B.java:1)");
  }

  @Test
  void uri_relativeWithAQueryWithoutName_losesIt() {
    EventPayload event = event(Map.of());
    event.setUri("/reset?4f2b9c");

    Scrubber.standard().scrub(event, Map.of());

    assertThat(event.getUri()).isEqualTo("/reset?[query]");
  }

  @Test
  void meta_isScrubbedAtAnyDepth_keysToo() {
    EventPayload event = event(Map.of(
        "a",
        List.of(Map.of("b", Arrays.asList("bob@example.com", null, 7L, true))),
        "bob@example.com",
        1));

    Scrubber.standard().scrub(event, Map.of());

    assertThat(event.getMeta())
        .isEqualTo(Map.of(
            "a", List.of(Map.of("b", Arrays.asList("[email]", null, 7L, true))), "[email]", 1));
  }

  @Test
  void meta_keysThatBecomeTheSame_areAllKept() {
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("a@example.com", 1);
    meta.put("b@example.com", 2);
    EventPayload event = event(meta);

    Scrubber.standard().scrub(event, Map.of());

    assertThat(event.getMeta())
        .containsExactly(Map.entry("[email]", 1), Map.entry("[email] (2)", 2));
  }

  @Test
  void meta_valueOfASensitiveKey_isReplacedWhole_exceptBooleans() {
    EventPayload event = event(Map.of(
        "session",
        Map.of("id", 5, "user", "bob"),
        "pin",
        1234L,
        "cookies",
        List.of("a=b"),
        "dbPassword",
        "correct horse",
        "email",
        "bob@example.com",
        "token",
        true,
        "sessionTimeout",
        30L));

    Scrubber.standard().scrub(event, Map.of());

    assertThat(event.getMeta())
        .isEqualTo(Map.of(
            "session", "[secret]",
            "pin", "[secret]",
            "cookies", "[secret]",
            "dbPassword", "[secret]",
            "email", "[email]",
            "token", true,
            "sessionTimeout", 30L));
  }

  @Test
  void meta_nameAndValueOfASecret_inAMapOfBoth_losesTheValue() {
    Map<String, String> secret = Map.of("name", "Authorization", "value", "abc");
    Map<String, String> none = Map.of("name", "Host", "value", "h");
    EventPayload event = event(Map.of("headers", List.of(secret, none)));

    Scrubber.standard().scrub(event, Map.of());

    assertThat(event.getMeta().get("headers"))
        .isEqualTo(List.of(Map.of("name", "Authorization", "value", "[secret]"), none));
  }

  @Test
  void meta_fieldAndRejectedValueOfASecret_losesTheValue() {
    EventPayload event = event(Map.of(
        "errors",
        List.of(
            Map.of("field", "password", "rejectedValue", "hunter2"),
            Map.of("propertyPath", "user.ssn", "invalidValue", "x"),
            Map.of("field", "quantity", "rejectedValue", "-1"))));

    Scrubber.standard().scrub(event, Map.of());

    assertThat(event.getMeta())
        .isEqualTo(Map.of(
            "errors",
            List.of(
                Map.of("field", "password", "rejectedValue", "[secret]"),
                Map.of("propertyPath", "user.ssn", "invalidValue", "[secret]"),
                Map.of("field", "quantity", "rejectedValue", "-1"))));
  }

  @Test
  void meta_listThatSpellsAText_isScrubbedLikeIt() {
    String text = "to bob@example.com";
    List<Character> characters = text.chars().mapToObj(c -> (char) c).toList();
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("chars", text.toCharArray());
    meta.put("characters", characters);
    meta.put("array", characters.toArray(new Character[0]));
    meta.put("bytes", text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    meta.put("numbers", text.chars().toArray());
    meta.put("ports", new int[] {80, 443, 8080, 8443, 9000});
    meta.put("grades", List.of("a", "b", "c", "d", "e"));
    EventPayload event = event(JsonValues.copyOf(meta, 10_000));

    Scrubber.standard().scrub(event, Map.of());

    assertThat(event.getMeta())
        .containsEntry("chars", "to [email]")
        .containsEntry("characters", "to [email]")
        .containsEntry("array", "to [email]")
        .containsEntry("bytes", "to [email]")
        .containsEntry("numbers", "to [email]")
        .containsEntry("ports", List.of(80L, 443L, 8080L, 8443L, 9000L))
        .containsEntry("grades", List.of("a", "b", "c", "d", "e"));
  }

  @Test
  void meta_route_isNeverAHome() {
    EventPayload event =
        event(Map.of("http", Map.of("route", "/home/news/{id}"), "cwd", "/home/bob/x"));

    Scrubber.standard().scrub(event, Map.of());

    assertThat(event.getMeta())
        .isEqualTo(Map.of("http", Map.of("route", "/home/news/{id}"), "cwd", "~/x"));
  }

  @Test
  void meta_nameWithOtherMeanings_isSecretOnlyWithSuchAValue() {
    EventPayload event = event(Map.of(
        "STRIPE_KEY",
        "d82mdk20sq4h",
        "cacheKey",
        "order:10025",
        "sin",
        0.5,
        "address",
        "orders-3:7000",
        "passwords",
        List.of("hunter2"),
        "address2",
        Map.of("address", "12 Harbour Lane")));

    Scrubber.standard().scrub(event, Map.of());

    assertThat(event.getMeta())
        .isEqualTo(Map.of(
            "STRIPE_KEY", "[secret]",
            "cacheKey", "order:10025",
            "sin", 0.5,
            "address", "orders-3:7000",
            "passwords", "[secret]",
            "address2", Map.of("address", "[secret]")));
  }

  @Test
  void meta_numberThatIsACard_isScrubbedLikeText() {
    EventPayload event = event(Map.of(
        "card",
        4111111111111111L,
        "double",
        4111111111111111d,
        "millis",
        1704103200123L,
        "pi",
        3.14));

    Scrubber.standard().scrub(event, Map.of());

    assertThat(event.getMeta())
        .isEqualTo(
            Map.of("card", "[card]", "double", "[card]", "millis", 1704103200123L, "pi", 3.14));
  }

  @Test
  void meta_entriesOfTheClient_stay_unlessTheApplicationReplacedThem() {
    EventPayload event = event(Map.of("release", "10.2.3.4", "environment", "bob@example.com"));

    Scrubber.standard().scrub(event, Map.of("release", "10.2.3.4", "environment", "production"));

    assertThat(event.getMeta()).isEqualTo(Map.of("release", "10.2.3.4", "environment", "[email]"));
  }

  private static EventPayload event(Map<String, ?> meta) {
    EventPayload event = new EventPayload(EventType.PROGRAMMATIC);
    event.setMessage(MESSAGE);
    event.setMeta(new LinkedHashMap<>(meta));
    return event;
  }
}
