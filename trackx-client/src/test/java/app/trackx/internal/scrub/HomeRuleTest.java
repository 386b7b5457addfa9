package app.trackx.internal.scrub;

import static app.trackx.internal.scrub.ScrubAssertions.assertScrubbed;
import static app.trackx.internal.scrub.ScrubAssertions.assertUnchanged;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The home directory of the JVM's own user, which need not look like one. */
class HomeRuleTest {
  @ParameterizedTest
  @CsvSource({
    "/srv/acme, /srv/acme/a.txt, ~/a.txt",
    "/srv/acme/, /srv/acme/a.txt, ~/a.txt",
    "/srv/acme, /srv/acme2/a.txt, /srv/acme2/a.txt",
    "/srv/acme, https://x.example/srv/acme/a, https://x.example/srv/acme/a",
    "'D:\\Profiles\\bob', 'D:\\Profiles\\bob\\a.txt', '~\\a.txt'",
    "'D:\\Profiles\\bob', 'd:/profiles/BOB/a.txt', ~/a.txt",
    "'D:\\Profiles\\bob', 'D:\\\\Profiles\\\\bob\\\\a.txt', '~\\\\a.txt'",
  })
  void ownHome_inAnySpelling_isRedacted(String home, String text, String expected) {
    assertThat(scrubber(home).scrub(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "/home, /home/bob/a.txt, ~/a.txt",
    "/Users, /Users/bob/a.txt, ~/a.txt",
    "'C:\\Users', 'C:\\Users\\bob\\a.txt', '~\\a.txt'",
    "/root, /root/a.txt, ~/a.txt",
  })
  void ownHome_thatHoldsThoseOfUsers_doesNotLeaveTheirNames(
      String home, String text, String expected) {
    assertThat(scrubber(home).scrub(text)).isEqualTo(expected);
  }

  @Test
  void ownHome_unknown_leavesTheOthers() {
    assertThat(scrubber(null).scrub("/home/bob/a.txt")).isEqualTo("~/a.txt");
  }

  @ParameterizedTest
  @CsvSource({
    "/opt, /opt/x, ~/x",
    "/ab, /ab/x, /ab/x",
    "/srv/j\u00fcrgen, /srv/J\u00dcRGEN/a, ~/a",
    "/srv/j\u00fcrgen, /srv/j\u00f6rgen/a, /srv/j\u00f6rgen/a",
    "/srv/acme, ../srv/acme/a, ../srv/acme/a",
    "/srv/acme, file:///srv/acme/a, file://~/a",
    "/srv/acme, //srv/acme/a, //srv/acme/a",
  })
  void ownHome_beginsAPath(String home, String text, String expected) {
    assertThat(scrubber(home).scrub(text)).isEqualTo(expected);
  }

  @Test
  void user_endsWithTheName_whichMayHaveSpacesWithinAPath() {
    String longest = "b".repeat(64);

    assertScrubbed("/home/bob and /home/amy", "~ and ~");
    assertScrubbed("/Users/Bob Smith/x", "~/x");
    assertScrubbed("/Users/Conan O'Brien/x", "~/x");
    assertScrubbed("'/Users/bob' or /x", "'~' or /x");
    assertScrubbed("in /home/bob.", "in ~.");
    assertScrubbed("/home/" + longest + "/x", "~/x");
    assertScrubbed("/home/" + longest + "b/x", "~b/x");
    assertScrubbed("/Users/data/home/amy/x", "~~/x");
    assertUnchanged("in /home/../x");
  }

  @Test
  void share_isOnAHost() {
    String longest = "h".repeat(40);

    assertScrubbed("\\\\files\\Benutzer\\bob\\x", "~\\x");
    assertScrubbed("\\\\page\\Users\\bob\\x", "~\\x");
    assertScrubbed("\\\\" + longest + "\\Users\\bob\\x", "\\\\~\\x");
    assertScrubbed("//files/Users/bob/x", "~/x");
    assertUnchanged(
        "\\\\h" + longest + "\\Users\\bob\\x",
        "files\\Users\\bob",
        "5:\\Users\\bob\\x",
        "http://127.0.0.1/Users/list");
  }

  @Test
  void pathOfARequest_stays() {
    String blanks = " ".repeat(40);

    assertUnchanged(
        "the server could not answer a GET /home/news",
        "GET" + blanks + "/home/news",
        "link from the /home/news");
    assertScrubbed("GET " + blanks + "/home/news", "GET " + blanks + "~");
    assertScrubbed("link from the static /home/news", "link from the static ~");
    assertScrubbed(" /home/bob/x", " ~/x");
  }

  private static TextScrubber scrubber(String home) {
    return new TextScrubber(null, EnumSet.noneOf(Kind.class), List.of(), home);
  }
}
