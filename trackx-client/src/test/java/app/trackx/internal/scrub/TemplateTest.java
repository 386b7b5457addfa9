package app.trackx.internal.scrub;

import org.junit.jupiter.api.Test;

/** The value between the texts of a message, and the end of one that is cut or has several lines. */
class TemplateTest extends OneRule {
  TemplateTest() {
    super(new DriverRule(new Labels(null)));
  }

  @Test
  void marker_precedesTheValue_inItsLine() {
    becomes("COPY orders, line 1: \"Bob\"", "COPY orders, line 1: \"[value]\"");
    becomes("COPY" + " x".repeat(98) + ": \"Bob\"", "COPY" + " x".repeat(98) + ": \"[value]\"");
    stays(
        "read: \"Bob\" in COPY orders",
        "COPY orders\nread: \"Bob\"",
        "COPY" + " x".repeat(99) + ": \"Bob\"");
  }

  @Test
  void value_endsAtTheFirstLongEnding_orTheLastQuoteOfTheLine() {
    becomes("for value 'a', b', c' x", "for value '[value]', b', c' x");
    becomes("for value 'a'b' x 'c", "for value '[value]'c");
    becomes("for value 'a'\nfor value 'b'\n", "for value '[value]'\nfor value '[value]'\n");
    becomes("for value 'abc", "for value '[value]");
    becomes("for value 'abc\nx", "for value '[value]\nx");
  }

  @Test
  void value_mayHaveSeveralLines_ifALongEndingFollows() {
    becomes("rejected value [a\nb]; codes [c]", "rejected value [[value]]; codes [c]");
    becomes("rejected value [a\nb] codes [c]", "rejected value [[value]\nb] codes [c]");
    becomes(
        "rejected value [a\nb]; codes [c], rejected value [d\ne]; codes",
        "rejected value [[value]]; codes [c], rejected value [[value]]; codes");
  }

  @Test
  void emptyValue_stays() {
    stays(
        "rejected value [] x",
        "rejected value []; codes [c] x",
        "for value '' x",
        "for value ''; 'x",
        "Duplicate entry '' for key 'x'");
  }

  @Test
  void placeholder_stays() {
    stays(
        "for value '[value]'", "Text '[value]' could not be parsed", "rejected value [[value]]; x");
  }

  @Test
  void valueWithoutItsEnding_isOne_onlyWhereTheTextIsCut() {
    becomes("Entrada 'Bob Mill", "Entrada '[value]");
    becomes("Duplicate entry 'Bob' for k", "Duplicate entry '[value]' for k");
    becomes("Duplicate entry 'O'Neil' for k", "Duplicate entry '[value]' for k");
    becomes("Duplicate entry 'Bob'", "Duplicate entry '[value]'");
    stays(
        "Duplicate entry 'Bob' was read",
        "Duplicate entry 'Bob\n",
        "value \"Bob",
        "Entrada 'Bob Mill' leida");
  }

  @Test
  void date_isAValue_unlessItHasATime() {
    becomes("Text '1980-01-31' could not be parsed", "Text '[value]' could not be parsed");
    stays("Text '2024-01-31T10:15' could not be parsed");
  }

  @Test
  void user_isAValue_unlessItIsAService() {
    becomes("denied for user 'bob'@'x'", "denied for user '[value]'@'x'");
    stays("denied for user 'Root'@'x'");
  }
}
