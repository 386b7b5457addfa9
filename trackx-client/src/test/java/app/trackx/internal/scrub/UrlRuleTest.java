package app.trackx.internal.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the boundaries of a URL's user, query and fragment, and texts that only look like them. */
class UrlRuleTest extends OneRule {
  UrlRuleTest() {
    super(new UrlRule(new Labels(null), EnumSet.noneOf(Kind.class)));
  }

  private final TextScrubber scrubber =
      new TextScrubber(null, EnumSet.noneOf(Kind.class), List.of(), null);

  @Test
  void url_endsBeforeThePunctuationAroundIt() {
    becomes("(s3://bucket/key?x=1)", "(s3://bucket/key?[query])");
    becomes("see http://a.example/b?c=d.", "see http://a.example/b?[query].");
    becomes("http://a.example/b?c=d、x", "http://a.example/b?[query]、x");
    becomes("http://a.example/b?c=d，x", "http://a.example/b?[query]，x");
    becomes("http://a.example/b?c=d，", "http://a.example/b?[query]，");
    becomes("http://a.example/b|x?y=1", "http://a.example/b|x?[query]");
    becomes("/a?b=c|x?y=1", "/a?[query]|x?[query]");
    stays("://host has no scheme", "http://", "no http:// here");
  }

  @Test
  void textBeforeAUrl_isNoPartOfIt() {
    becomes("ticket #12: http://a.example/b?c=d", "ticket #12: http://a.example/b?[query]");
    becomes("ticket #12: http://bob:passw0rd", "ticket #12: http://[credentials]");
    stays("ticket #12: http://a.example/b");
  }

  @Test
  void user_isRedacted_unlessItIsEmptyOrAService() {
    becomes("http://bob@host/x", "http://[credentials]@host/x");
    becomes("ssh://bob@host/x", "ssh://[credentials]@host/x");
    becomes("http://admin:secret@host/x", "http://[credentials]@host/x");
    stays(
        "http://@host/x",
        "ssh://git@host/x",
        "cannot clone the repository ssh://git@host/x",
        "akka://acme@host:2552/user",
        "cannot reach the actor akka://acme@host:2552/user");
  }

  @Test
  void password_mayContainSlashAndAtSign() {
    becomes("http://bob:secret@db.example/x@y", "http://[credentials]@db.example/x@y");
    becomes("http://bob:secret@localhost/x@y", "http://[credentials]@localhost/x@y");
    becomes("http://bob:sec/ret@db.example/x", "http://[credentials]@db.example/x");
    becomes("http://bob:secret.@y/z@db.example/x", "http://[credentials]@db.example/x");
    becomes("http://bob:@host/x@y", "http://[credentials]@host/x@y");
    stays("http://host:8080/x@y", "http://[fe80::a]/x@y");
  }

  @Test
  void password_isRedacted_whereTheTextIsCutWithinIt() {
    becomes("http://bob:passw0", "http://[credentials]");
    becomes("http://bob1:passw0rd", "http://[credentials]");
    becomes("http://@bob:passw0rd", "http://[credentials]");
    stays("http://host:8080", "http://bob:password", "http://bob:pass1", "http://bob:passw0rd is");
  }

  @Test
  void query_isRedacted_unlessItIsEmpty() {
    becomes("http://a.example/x?q#f", "http://a.example/x?[query]#[fragment]");
    becomes("http://a.example/x?#f", "http://a.example/x?#[fragment]");
    becomes("http://a.example/x?q#", "http://a.example/x?[query]#");
    becomes("http://a.example/x#f1", "http://a.example/x#[fragment]");
    stays("http://a.example/x#", "http://a.example/x?");
  }

  @Test
  void nameOfASection_isNoPersonalData() {
    String longest = "a".repeat(58);
    stays(
        "see https://docs.example.com/errors/x#not-found",
        "see https://docs.example.com/errors/x#a_b.c:d",
        "see https://docs.example.com/errors/x#" + longest,
        "see https://docs.example.com/x.html#s1",
        "see https://docs.example.com/x.htm#s1",
        "see https://docs.example.com/x.md#s1");
    becomes("https://docs.example.com/x#" + longest + "a", "https://docs.example.com/x#[fragment]");
    becomes("https://docs.example.com/x.php#s1", "https://docs.example.com/x.php#[fragment]");
    becomes("https://docs.example.com/x#a/b", "https://docs.example.com/x#[fragment]");
    becomes(
        "https://docs.example.com/x.html#a1b2c3d4", "https://docs.example.com/x.html#[fragment]");
  }

  @Test
  void queryOfARelativeUrl_isToldFromAQuestion() {
    becomes("GET /orders?id=7 failed", "GET /orders?[query] failed");
    becomes("GET /orders?id=1:2 failed", "GET /orders?[query] failed");
    becomes("GET /orders?user_id=7 failed", "GET /orders?[query] failed");
    becomes("GET orders?id=1:2&x=1 failed", "GET orders?[query] failed");
    becomes("orders?id=7", "orders?[query]");
    becomes("/x?" + "n".repeat(63) + "=1", "/x?[query]");
    stays(
        "is it /a?yes",
        "is it /a? b=c",
        "/a?=1",
        "what ?id=7",
        "GET /x then a?b=1:2",
        "/x?" + "n".repeat(64) + "=1");
  }

  @Test
  void choice_isToldByTheColon_withinTheLengthOfOne() {
    stays("a?b=" + "x".repeat(250) + ":2", "a?b=1:" + "x".repeat(300) + "&c=2");
    becomes("a?b=" + "x".repeat(252) + ":2", "a?[query]");
    becomes("a?b=1:" + "x".repeat(249) + "&c=" + "y".repeat(300), "a?[query]");
  }

  @Test
  void wholeUri_losesItsQueryAndFragment_whateverTheyAre() {
    assertThat(scrubber.scrubUri("/a?b")).isEqualTo("/a?[query]");
    assertThat(scrubber.scrubUri("/a?")).isEqualTo("/a?");
    assertThat(scrubber.scrubUri("/a#")).isEqualTo("/a#");
    assertThat(scrubber.scrubUri("/a?#")).isEqualTo("/a?#");
    assertThat(scrubber.scrubUri("/a?b#")).isEqualTo("/a?[query]#");
    assertThat(scrubber.scrubUri("/a#b")).isEqualTo("/a#[fragment]");
    assertThat(scrubber.scrubUri("/a?b#c")).isEqualTo("/a?[query]#[fragment]");
  }

  @Test
  void keptKind_stays() {
    UrlRule withoutUsers = new UrlRule(new Labels(null), EnumSet.of(Kind.CREDENTIALS));
    UrlRule withoutQueries = new UrlRule(new Labels(null), EnumSet.of(Kind.QUERY));

    assertThat(withoutUsers.apply("http://bob:pw@host/x?y"))
        .isEqualTo("http://bob:pw@host/x?[query]");
    assertThat(withoutUsers.apply("http://bob:passw0rd")).isEqualTo("http://bob:passw0rd");
    assertThat(withoutQueries.apply("http://bob:pw@host/x?y"))
        .isEqualTo("http://[credentials]@host/x?y");
    assertThat(withoutQueries.apply("/x?y=1")).isEqualTo("/x?y=1");
    assertThat(withoutQueries.applyToUri("/x?y=1")).isEqualTo("/x?y=1");
  }
}
