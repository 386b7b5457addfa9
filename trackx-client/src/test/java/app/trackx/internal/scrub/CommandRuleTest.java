package app.trackx.internal.scrub;

import static app.trackx.internal.scrub.ScrubAssertions.assertScrubbed;
import static app.trackx.internal.scrub.ScrubAssertions.assertUnchanged;

import org.junit.jupiter.api.Test;

/** Which options have a secret, and where it ends. */
class CommandRuleTest {
  @Test
  void option_followsABlank_aLine_aBracketOrNothing() {
    assertScrubbed("--token hunter2x", "--token [secret]");
    assertScrubbed("line\n--token hunter2x", "line\n--token [secret]");
    assertScrubbed("[--token hunter2x]", "[--token [secret]]");
    assertScrubbed("run /p:hunter2x", "run /p:[secret]");
    assertUnchanged("a--token hunter2x", "dir/p:hunter2x");
  }

  @Test
  void option_isInspected_wherePrecedingProgramsAreForgotten() {
    for (int length = 299; length < 303; length++) {
      String before = "x".repeat(length);

      assertScrubbed(before + " --token hunter2x", before + " --token [secret]");
    }
  }

  @Test
  void program_isForgotten_after300Characters() {
    String far = "x".repeat(294);

    assertScrubbed(
        "sshpass " + "x".repeat(291) + " -p hunter2x",
        "sshpass " + "x".repeat(291) + " -p [secret]");
    assertScrubbed(far + " sshpass -p hunter2x", far + " sshpass -p [secret]");
    assertUnchanged("sshpass " + far + " -p hunter2x");
  }

  @Test
  void shortOption_isASecret_ofItsProgramOnly() {
    assertScrubbed("sqlcmd -S db -P hunter2x", "sqlcmd -S db -P [secret]");
    assertUnchanged("ssh -P x2222 host", "tar --zip -P x2222 host");
  }

  @Test
  void shortOption_isRecognized_inAListWithoutBlanks() {
    assertScrubbed("[\"sshpass\",\"-p\",\"hunter2x\"]", "[\"sshpass\",\"-p\",\"[secret]\"]");
    assertScrubbed("[\"redis-cli\",\"-a\",\"hunter2x\"]", "[\"redis-cli\",\"-a\",\"[secret]\"]");
    assertUnchanged("[\"ssh\",\"-p\",\"x2222\"]");
  }

  @Test
  void secretThatIsTheNameOfAProgram_isNone() {
    String after = " ssh -P x2222 host";

    assertScrubbed("sshpass -p sqlcmd" + after, "sshpass -p [secret]" + after);
    assertScrubbed("sshpass --pass sqlcmd" + after, "sshpass --pass [secret]" + after);
    assertScrubbed("openssl -passin pass:sqlcmd" + after, "openssl -passin pass:[secret]" + after);
    assertScrubbed("curl -u bob:sqlcmd" + after, "curl -u [secret]" + after);
    assertScrubbed("msbuild /p:sqlcmd" + after, "msbuild /p:[secret]" + after);
  }

  @Test
  void ports_areNoPassword() {
    assertUnchanged("mysql -p 8080:80", "mysql -p 8080:8080:8");
    assertScrubbed("mysql -p 8080:8080:80", "mysql -p [secret]");
    assertScrubbed("mysql -p 80801234", "mysql -p [secret]");
    assertScrubbed("mysql -p abc:80", "mysql -p [secret]");
  }

  @Test
  void user_isASecret_withItsPassword() {
    assertScrubbed("curl -u bob:x host", "curl -u [secret] host");
    assertUnchanged("curl -u bob: host");
  }

  @Test
  void option_isInspected_upTo64Characters() {
    String name = "a".repeat(58) + "-token";

    assertScrubbed("run --" + name + " hunter2x", "run --" + name + " [secret]");
    assertUnchanged("run --a" + name + " hunter2x");
  }

  @Test
  void argument_isNeitherAReference_norAShortNumber() {
    assertScrubbed("ran \"login --token hunter2x\" twice", "ran \"login --token [secret]\" twice");
    assertScrubbed("login --token 12345", "login --token [secret]");
    assertUnchanged("login --token 1234", "login --token $1", "login --token <token>");
  }
}
