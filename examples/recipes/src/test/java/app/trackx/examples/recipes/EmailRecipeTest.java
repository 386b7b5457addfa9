package app.trackx.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class EmailRecipeTest {
  private static final String ADDRESS = "bob@example.com";

  @Test
  void contact_isKept_andTheSameAddressElsewhereIsNot() {
    try (Site site = Site.with(new KeepContact())) {
      site.send(
          new OrderFailed("order 1002 of " + ADDRESS + " failed", ADDRESS),
          Map.of("note", "written to " + ADDRESS));

      Event event = site.onlyEvent();
      assertThat(event.meta())
          .containsEntry("contact", ADDRESS)
          .containsEntry("note", "written to [email]");
      assertThat(event.message()).isEqualTo("order 1002 of [email] failed");
      assertThat(event.json().split(ADDRESS, -1)).hasSize(2); // once
    }
  }

  @Test
  void contact_isFoundInACause() {
    Throwable cause = new IllegalStateException(new OrderFailed("no stock", ADDRESS));
    try (Site site = Site.with(new KeepContact())) {
      site.send(new ExecutionException("the checkout failed", cause));

      assertThat(site.onlyEvent().meta()).containsEntry("contact", ADDRESS);
    }
  }

  @Test
  void contact_isFromTheOutermostExceptionWithOne() {
    OrderFailed outer = new OrderFailed("a", null);
    outer.initCause(new OrderFailed("b", ADDRESS).initCause(new OrderFailed("c", "x@example.com")));
    try (Site site = Site.with(new KeepContact())) {
      site.send(outer);

      assertThat(site.onlyEvent().meta()).containsEntry("contact", ADDRESS);
    }
  }

  @Test
  void userWithoutConsent_isNotInTheEvent() {
    try (Site site = Site.with(new KeepContact())) {
      site.send(new OrderFailed("order 1002 of " + ADDRESS + " failed", null));
      site.send(new IllegalStateException(ADDRESS + " has no account"));

      assertThat(site.events())
          .hasSize(2)
          .allSatisfy(event -> assertThat(event.json()).doesNotContain(ADDRESS))
          .allSatisfy(event -> assertThat(event.meta()).doesNotContainKey("contact"));
    }
  }

  @Test
  void keepingAll_keepsEveryAddressInATextButNoOtherData() {
    try (Site site = new Site(options -> options.scrubber(KeepAllEmails.scrubber()))) {
      site.send(
          new IllegalStateException(
              ADDRESS + " paid with 4242 4242 4242 4242",
              new IllegalArgumentException("x@example.com never agreed")),
          Map.of("contact", ADDRESS));

      Event event = site.onlyEvent();
      assertThat(event.message()).isEqualTo(ADDRESS + " paid with [card]");
      assertThat(event.meta())
          .containsEntry("contact", ADDRESS)
          .containsEntry(
              "causes",
              List.of(Map.of(
                  "name",
                  "java.lang.IllegalArgumentException",
                  "message",
                  "x@example.com never agreed")));
    }
  }

  @Test
  void keepingAll_stillRedactsByName() {
    try (Site site = new Site(options -> options.scrubber(KeepAllEmails.scrubber()))) {
      site.send(
          new IllegalStateException("no account with email=" + ADDRESS), Map.of("email", ADDRESS));

      assertThat(site.onlyEvent().message()).isEqualTo("no account with email=[secret]");
      assertThat(site.onlyEvent().meta()).containsEntry("email", "[secret]");
    }
  }
}
