package app.trackx.internal.scrub;

import static org.assertj.core.api.Assertions.assertThat;

/** A test of one rule, without the others. JUnit creates an instance, with a new rule, for each test. */
abstract class OneRule {
  private final Rule rule;

  OneRule(Rule rule) {
    this.rule = rule;
  }

  /** Checks what the rule makes of a text, and that it leaves the result unchanged. */
  final void becomes(String text, String expected) {
    assertThat(rule.apply(text)).as(text).isEqualTo(expected);
    assertThat(rule.apply(expected)).as("again").isEqualTo(expected);
  }

  /** Checks that the rule returns each text itself. */
  final void stays(String... texts) {
    for (String text : texts) {
      assertThat(rule.apply(text)).isSameAs(text);
    }
  }
}
