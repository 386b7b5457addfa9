package app.trackx.internal.scrub;

import static app.trackx.internal.scrub.ScrubAssertions.assertScrubbed;
import static app.trackx.internal.scrub.ScrubAssertions.assertUnchanged;

import org.junit.jupiter.api.Test;

/** The constants of enums, and the answers of servers. */
class DriverRuleTest {
  @Test
  void constant_isRedacted_afterTheNameOfItsClass() {
    assertScrubbed("No enum constant com.acme.Role.bob", "No enum constant com.acme.Role.[value]");
    assertUnchanged(
        "No enum constant com.acme.Role.[value]",
        "No enum constant com.acme.Role.",
        "No enum constant com.acme.role.admin");
  }

  @Test
  void answer_isRedacted_afterAStatusAndItsReason() {
    String longest = "R".repeat(39);

    assertScrubbed("404: \"bob\"", "404: \"[value]\"");
    assertScrubbed("404 : \"bob\"", "404 : \"[value]\"");
    assertScrubbed("404 A: \"bob\"", "404 A: \"[value]\"");
    assertScrubbed("404 " + longest + ": \"bob\"", "404 " + longest + ": \"[value]\"");
    assertScrubbed(": 404 Not Found: \"bob\"", ": 404 Not Found: \"[value]\"");
    assertUnchanged(
        "404 a: \"bob\"",
        "404 R" + longest + ": \"bob\"",
        "1404 Not Found: \"bob\"",
        "404 Not Found: \"\"",
        "Not Found: \"bob\"");
  }
}
