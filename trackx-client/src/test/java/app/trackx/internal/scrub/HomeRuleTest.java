package app.trackx.internal.scrub;

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

  private static TextScrubber scrubber(String home) {
    return new TextScrubber(null, EnumSet.noneOf(Kind.class), List.of(), home);
  }
}
