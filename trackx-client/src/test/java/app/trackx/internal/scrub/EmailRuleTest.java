package app.trackx.internal.scrub;

import static app.trackx.internal.scrub.ScrubAssertions.assertScrubbed;
import static app.trackx.internal.scrub.ScrubAssertions.assertUnchanged;

import org.junit.jupiter.api.Test;

/** Tests the boundaries of e-mail addresses, and texts that only look like one. */
class EmailRuleTest {
  @Test
  void domain_hasATopLevelDomainOfLetters() {
    assertScrubbed("bob@example.co", "[email]");
    assertScrubbed("bob@example.Com", "[email]");
    assertScrubbed("bob@example.INfo", "[email]");
    assertScrubbed("bob@example.xn--p1ai", "[email]");
    assertScrubbed("bob@example." + "c".repeat(24), "[email]");
    assertUnchanged(
        "bob@example.c",
        "bob@host.1",
        "bob@example." + "c".repeat(25),
        "this@Activity.onCreate",
        "this@Activity.onC");
  }

  @Test
  void domain_endsBeforeADash_ifItStartsWithALetter() {
    assertScrubbed("bob@example.com-internal", "[email]-internal");
    assertUnchanged("bob@1x.com-internal", "bob@example.c-om");
  }

  @Test
  void dot_mayBeSpelled() {
    assertScrubbed("bob@example (dot) com", "[email]");
    assertScrubbed("bob@example [dot] com", "[email]");
    assertScrubbed("bob@example(dot)com", "[email]");
    assertScrubbed("bob@example[dot]com", "[email]");
  }

  @Test
  void domainInBrackets_hasFourDigits() {
    assertScrubbed("bob@[1234]", "[email]");
    assertUnchanged("bob@[123]");
  }

  @Test
  void remoteOfGit_isNoAddress() {
    assertUnchanged("clone git@example.com/acme", "clone git@example.com:acme");
    assertScrubbed("write to git@example.com today", "write to [email] today");
  }

  @Test
  void localPart_mayBeQuoted_butNotEmpty() {
    assertScrubbed("\"bob\"@example.com", "[email]");
    assertScrubbed("\"b\"@example.com", "[email]");
    assertUnchanged("\"\"@example.com", "@example.com rocks");
  }

  @Test
  void addressAmongIdeographs_isRedactedAlone() {
    assertScrubbed("\u8054\u7cfbbob@example.com", "\u8054\u7cfb[email]");
    assertScrubbed("bob@example.com\u738b", "[email]\u738b");
    assertScrubbed("bob@example.com\u738b@example.org", "[email][email]");
    assertScrubbed("\u738b\u5c0f@example.com", "[email]");
    assertScrubbed("bob@\u4f8b\u3048.jp", "[email]");
    assertScrubbed("j\u00fcrgen@example.com", "[email]");
    assertScrubbed("\ud83d\ude00bob@example.com", "[email]");
  }

  @Test
  void nameBeforeAnEqualsSign_stays_unlessItIsPartOfTheAddress() {
    assertScrubbed("to=bob@example.com", "to=[email]");
    assertScrubbed("to=+bob@example.com", "to=[email]");
    assertScrubbed("(=bob@example.com)", "(=[email])");
    assertScrubbed("bounce-bob=acme.com@list.example.org", "[email]");
    assertScrubbed("bob+tag=x@example.org", "[email]");
  }
}
