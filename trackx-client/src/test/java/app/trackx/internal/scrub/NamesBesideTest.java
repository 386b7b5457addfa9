package app.trackx.internal.scrub;

import static app.trackx.internal.scrub.MarkedTexts.assertScrubbed;

import org.junit.jupiter.api.Test;

/** Values whose name stands beside them. */
class NamesBesideTest {
  @Test
  void otherValues_stay() {
    assertScrubbed(
        "defaultValue=\"hunter2\"",
        "\"value\": \"1234\"",
        "<label value=\"hunter2\">",
        "{\"field\": \"zip\", \"value\": \"123\"}",
        "{\"field\": \"title\", \"value\": \"hunter2\"}",
        "{\"value\": \"hunter\", \"field\": \"title\"}",
        "{\"value\": \"hunter\", \"password\": \"\"}");
  }

  @Test
  void nameBeforeTheValue_isSeparatedByAtMostFourSigns() {
    assertScrubbed(
        "name=\"pin\" value=\"«1234»\"",
        "name=\"pin\"   value=\"«1234»\"",
        "name=\"pin\"    value=\"1234\"",
        "<password value=\"«hunter»\">",
        "Field pin \"value\": \"«1234»\"",
        "Field pin, \"value\": \"1234\"");
  }

  @Test
  void nameAfterTheValue_isSeparatedByAtMostFourSigns() {
    assertScrubbed(
        "{\"value\": \"«hunter»\", \"field\": \"password\"}",
        "{\"value\": \"«hunter»\" , \"field\": \"password\"}",
        "{\"value\": \"hunter\"  , \"field\": \"password\"}",
        "{\"value\": \"«hunter»\", \"field\" : \"password\"}",
        "{\"value\": \"«hunter»\", \"field\"  : \"password\"}",
        "{\"value\": \"hunter\", \"field\"   : \"password\"}",
        "{\"value\": \"hunter\n");
  }

  @Test
  void valueBeforeItsName_hasAtMost127Characters() {
    String before = "Rejected " + "fields ".repeat(30);

    assertScrubbed(
        "{\"value\": \"«" + "x".repeat(127) + "»\", \"field\": \"password\"}",
        "{\"value\": \"" + "x".repeat(128) + "\", \"field\": \"password\"}",
        before + "{\"value\": \"«hunter»\", \"field\": \"password\"}");
  }

  @Test
  void nameAfterTheValue_hasAtMost64Characters() {
    assertScrubbed(
        "{\"value\": \"«hunter»\", \"field\": \"" + "x".repeat(55) + ".password\"}",
        "{\"value\": \"hunter\", \"field\": \"" + "x".repeat(56) + ".password\"}");
  }
}
