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
      })
  void of_knownSystems_isTheFormThatTheServerReads(
      String java, String os, String osVersion, String arch, String expected) {
    assertThat(UserAgent.of(java, os, osVersion, arch)).isEqualTo(expected);
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
