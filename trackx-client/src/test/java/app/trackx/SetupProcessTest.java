package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.testing.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * For any value of TRACKX_ENDPOINT, main continues; without a backend the warning is on the
 * console.
 */
class SetupProcessTest {
  private static final String HOST = "http://127.0.0.1:9/v1/";

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "\"\",",
        "off,",
        "${X}, contains a placeholder",
        "$(X), contains a placeholder",
        "@x@, contains a placeholder",
        "http://127.0.0.1:9/v1/SECRETKEY01, is not a TrackX endpoint"
      })
  void endpointThatCannotBeUsed_isOneWarningAtMost_andMainGoesOn(String text, String warning)
      throws Exception {
    ChildJvm.Result result =
        child().environment("TRACKX_ENDPOINT", text).run(SetupProgram.class, "go");

    assertThat(result.exitCode).isZero();
    assertThat(result.out).containsExactly("enabled false");
    List<String> said =
        result.err.stream().filter(line -> !line.startsWith("SLF4J")).toList(); // no backend
    assertThat(said).hasSize(warning == null ? 0 : 1);
    if (warning != null) {
      assertThat(said.get(0))
          .startsWith("[trackx] TRACKX_ENDPOINT " + warning)
          .endsWith("Error tracking is off.")
          .doesNotContain("SECRETKEY01");
    }
  }

  @Test
  void quotedEndpoint_isUsed() throws Exception {
    ChildJvm.Result result = child()
        .environment("TRACKX_ENDPOINT", "\"" + HOST + "abcdefghij1\"\r\n")
        .run(SetupProgram.class, "go");

    assertThat(result.out).containsExactly("enabled true");
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_23)
  void securityManagerThatForbidsAll_doesNotEndMain() throws Exception {
    ChildJvm.Result result = child()
        .environment("TRACKX_ENDPOINT", HOST + "abcdefghij1")
        .option("-Djava.security.manager=allow")
        .run(SetupProgram.class, "forbid");

    assertThat(result.exitCode).isZero();
    assertThat(result.out).containsExactly("enabled false");
  }

  private static ChildJvm child() {
    return new ChildJvm().without("logback");
  }
}
