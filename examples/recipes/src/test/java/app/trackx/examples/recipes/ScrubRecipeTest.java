package app.trackx.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.EventPayload;
import app.trackx.EventType;
import app.trackx.local.Event;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScrubRecipeTest {
  private static final String NUMBER = "C-204816";

  private enum Recipe {
    HANDLER,
    RULE;

    Site site() {
      return this == HANDLER
          ? Site.with(new ScrubByHandler())
          : new Site(options -> options.scrubber(ScrubByRule.scrubber()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void number_isInNoPartOfTheEvent(Recipe recipe) {
    try (Site site = recipe.site()) {
      site.client
          .capture(EventType.CUSTOM_LOGGER)
          .name("name of " + NUMBER)
          .message("message of " + NUMBER)
          .uri("java:uri-of-" + NUMBER)
          .reason(new IllegalStateException(NUMBER, new IllegalArgumentException(NUMBER)))
          .meta(Map.of(NUMBER, 3L, "deep", List.of(Map.of("of " + NUMBER, "for " + NUMBER))))
          .send();
      site.flush();

      Event event = site.onlyEvent();
      assertThat(event.json()).doesNotContain("204816");
      assertThat(event.name()).isEqualTo("name of [customer]");
      assertThat(event.message()).isEqualTo("message of [customer]");
      assertThat(event.uri()).isEqualTo("java:uri-of-[customer]");
      assertThat(event.meta())
          .containsEntry("[customer]", 3L)
          .containsEntry("deep", List.of(Map.of("of [customer]", "for [customer]")));
    }
  }

  @ParameterizedTest
  @EnumSource
  void causes_areAllScrubbed(Recipe recipe) {
    Throwable root = new IllegalArgumentException("no row for " + NUMBER);
    Throwable cause = new IllegalStateException("cannot load " + NUMBER, root);
    try (Site site = recipe.site()) {
      site.send(new UnsupportedOperationException("the order failed", cause));

      assertThat(site.onlyEvent().meta())
          .containsEntry(
              "causes",
              List.of(
                  Map.of(
                      "name",
                      "java.lang.IllegalStateException",
                      "message",
                      "cannot load [customer]"),
                  Map.of(
                      "name",
                      "java.lang.IllegalArgumentException",
                      "message",
                      "no row for [customer]")));
    }
  }

  @ParameterizedTest
  @EnumSource
  void otherData_staysAsItIs(Recipe recipe) {
    try (Site site = recipe.site()) {
      site.send(
          new IllegalStateException("order ABC-204816, batch C-2048167"),
          Map.of("count", 3L, "paid", true, "list", Arrays.asList("a", null, 1.5)));

      Event event = site.onlyEvent();
      assertThat(event.message()).isEqualTo("order ABC-204816, batch C-2048167");
      assertThat(event.meta())
          .containsEntry("count", 3L)
          .containsEntry("paid", true)
          .containsEntry("list", Arrays.asList("a", null, 1.5));
      assertThat(event.frames()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"c-204816", "(C-204816)", "C-204816_old", "of_C-204816", "C-204816x"})
  void number_isKnownWhateverIsAroundIt(String text) {
    try (Site site = Site.with(new ScrubByHandler())) {
      site.send(new IllegalStateException(text));

      String expected = text.replace("c-", "C-").replace(NUMBER, "[customer]");
      assertThat(site.onlyEvent().message()).isEqualTo(expected);
    }
    assertThat(ScrubByRule.scrubber().scrub(text)).contains("[customer]").doesNotContain("204816");
  }

  @Test
  void standardRules_stillHold() {
    for (Recipe recipe : Recipe.values()) {
      try (Site site = recipe.site()) {
        site.send(new IllegalStateException(NUMBER + " is bob@example.com"));

        assertThat(site.onlyEvent().message()).isEqualTo("[customer] is [email]");
      }
    }
  }

  @Test
  void keyNames_takeAnyValueOfThatName() {
    try (Site site = Recipe.RULE.site()) {
      site.send(
          new IllegalStateException("no order of customerNumber=4711"),
          Map.of("deep", Map.of("old_customer_number", 4711L, "orders", 2L)));

      Event event = site.onlyEvent();
      assertThat(event.message()).isEqualTo("no order of customerNumber=[secret]");
      assertThat(event.meta())
          .containsEntry("deep", Map.of("old_customer_number", "[secret]", "orders", 2L));
    }
  }

  @Test
  void handler_seesWhatAnotherHandlerAdded_whichNoScrubberDoes() {
    ScrubByHandler last = new ScrubByHandler();
    try (Site site =
        new Site(options -> options.scrubber(ScrubByRule.scrubber()).onError((event, reason) -> {
          event.getMeta().put("added", "for " + NUMBER);
          return last.onError(event, reason);
        }))) {
      site.send(new IllegalStateException("a"));

      assertThat(site.onlyEvent().meta()).containsEntry("added", "for [customer]");
    }
  }

  @Test
  @Timeout(20) // 9 million characters: tens of milliseconds if linear, hours if not
  void hostileText_isScrubbedInLinearTime() {
    EventPayload event = new EventPayload(EventType.TEST);
    event.setMessage("C-C-20481".repeat(1_000_000) + " " + NUMBER);

    assertThat(new ScrubByHandler().onError(event, null).getMessage()).endsWith("1 [customer]");
  }
}
