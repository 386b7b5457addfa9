package app.trackx.internal.scrub;

import static app.trackx.internal.scrub.ScrubAssertions.assertScrubbed;
import static app.trackx.internal.scrub.ScrubAssertions.assertUnchanged;

import org.junit.jupiter.api.Test;

/** Which lines are a header, rather than a sentence. */
class HeadersTest {
  @Test
  void wordThatIsTheWholeLine_isAHeader() {
    assertScrubbed("Cookie: hunter", "Cookie: [secret]");
    assertScrubbed("X-Auth-Token: abc", "X-Auth-Token: [secret]");
    assertUnchanged("Cookie: abc def", "X-Auth-Token: abc def");
  }

  @Test
  void signOrDigit_inThreeWords_isAHeader() {
    assertScrubbed("Authorization: alpha beta gamma5", "Authorization: [secret]");
    assertUnchanged("Authorization: alpha beta gamma delta5", "Authorization: hasRole('ADMIN')");
  }

  @Test
  void capitalWithinTheFirstWord_isAHeader_unlessItsNameIsShort() {
    String start = "a".repeat(63);

    assertScrubbed("Set-Cookie: xYzzy foo", "Set-Cookie: [secret]");
    assertScrubbed("X-Auth-Token: " + start + "B c", "X-Auth-Token: [secret]");
    assertScrubbed("X-Auth-Token: " + start + "5 c", "X-Auth-Token: [secret]");
    assertUnchanged(
        "Cookie: xYzzy foo",
        "X-Auth-Token: Abc def",
        "X-Auth-Token: a" + start + "B c",
        "X-Auth-Token: a" + start + "5 c");
  }
}
