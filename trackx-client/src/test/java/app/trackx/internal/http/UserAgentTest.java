package app.trackx.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.json.NastyText;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserAgentTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "17  | Linux      | 6.1.0-18-amd64 | amd64   | Java/17.0 (Linux; amd64)",
        "25  | Mac OS X   | 14.5           | aarch64 | Java/25.0 (Mac OS X 14.5; aarch64)",
        "21  | Windows 11 | 10.0           | amd64   | Java/21.0 (Windows 11; amd64)",
        "1.8 | Linux      | 4.4            | amd64   | Java/8.0 (Linux; amd64)",
        "17  | Mac OS X   | 10.16          | x86_64  | Java/17.0 (Mac OS X 10.16; x86_64)",
        "17  | macOS      | 15.1           | aarch64 | Java/17.0 (Mac OS X 15.1; aarch64)",
        "17  | Darwin     | 24.1.0         | aarch64 | Java/17.0 (Mac OS X; aarch64)",
        "17  | Windows 10 | 10.0           | amd64   | Java/17.0 (Windows 10; amd64)",
        "8   | Windows 8.1 | 6.3           | x86     | Java/8.0 (Windows 8.1; x86)",
        "8   | Windows 7  | 6.1            | amd64   | Java/8.0 (Windows NT 6.1; amd64)",
        "17  | Windows Server 2016    | 10.0 | amd64 | Java/17.0 (Windows NT 10.0; amd64)",
        "17  | Windows Server 2019    | 10.0 | amd64 | Java/17.0 (Windows NT 10.0; amd64)",
        "25  | Windows Server 2022    | 10.0 | amd64 | Java/25.0 (Windows NT 10.0; amd64)",
        "25  | Windows Server 2025    |      | amd64 | Java/25.0 (Windows NT 10.0; amd64)",
        "8   | Windows Server 2012 R2 | 6.3  | amd64 | Java/8.0 (Windows NT 6.3; amd64)",
        "17  | Windows NT (unknown)   | 10.0.26100 | amd64 | Java/17.0 (Windows NT 10.0; amd64)",
        "17  | AIX        | 7.2            | ppc64   | Java/17.0 (AIX 7; ppc64)",
        "17  | AIX        | 7              | ppc64   | Java/17.0 (AIX 7; ppc64)",
        "17  | z/OS       | 02.05.00       | s390x   | Java/17.0 (UNIX; z/OS; s390x)",
        "8   | OS/390     | 28.00          | s390    | Java/8.0 (UNIX; z/OS; s390)",
        "17  | SunOS      | 5.11           | sparcv9 | Java/17.0 (Solaris 11; sparcv9)",
        "8   | SunOS      | 5.10           | amd64   | Java/8.0 (Solaris 10; amd64)",
        "17  | Solaris    | 11.4           | amd64   | Java/17.0 (Solaris 11.4; amd64)",
        "17  | FreeBSD    | 14.0-RELEASE   | amd64   | Java/17.0 (FreeBSD; amd64)",
      })
  void of_knownSystems_isTheFormThatTheServerReads(
      String java, String os, String osVersion, String arch, String expected) {
    assertThat(UserAgent.of(java, os, osVersion == null ? "" : osVersion, arch))
        .isEqualTo(expected);
  }

  @Test
  void of_invalidCharacters_omitsThem() {
    assertThat(UserAgent.of("17", "Lin\u00fc\n(x);ux\u007f", "", "am\ud83d\ude00d64"))
        .isEqualTo("Java/17.0 (Linxux; amd64)");
  }

  @Test
  void of_nothingUsable_isUnknown() {
    assertThat(UserAgent.of("", " ", "", "\u6f22\u5b57"))
        .isEqualTo("Java/unknown.0 (unknown; unknown)");
  }

  @Test
  void of_overlongProperties_areCut() {
    assertThat(UserAgent.of(
            "1".repeat(900), "Mac" + "o".repeat(900), "v".repeat(900), "a".repeat(900)))
        .hasSizeLessThanOrEqualTo(500)
        .endsWith("a)");
  }

  @Test
  void of_randomProperties_isPrintableAsciiAndShort() {
    Random random = new Random(6);
    for (int i = 0; i < 5_000; i++) {
      String agent = UserAgent.of(nasty(random), nasty(random), nasty(random), nasty(random));

      assertThat(agent).as("case %s", i).matches("Java/[ -~]+ \\([ -~]+; [ -~]+\\)");
      assertThat(agent.length()).isLessThanOrEqualTo(500);
    }
  }

  @Test
  void ofThisJvm_namesItsJavaAndSystem() {
    assertThat(UserAgent.ofThisJvm())
        .startsWith("Java/" + Runtime.version().feature() + ".0 (")
        .contains(System.getProperty("os.name"))
        .endsWith("; " + System.getProperty("os.arch") + ")");
  }

  private static String nasty(Random random) {
    return NastyText.random(random, 60);
  }
}
