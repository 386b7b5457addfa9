package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.testing.ChildJvm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors that are captured where the stack ends, interpreted and compiled, each in a JVM of its own. */
class StackEndTest {
  @ParameterizedTest
  @CsvSource({
    "everywhere, -Xint",
    "everywhere, -XX:TieredStopAtLevel=1",
    "everywhere, -XX:+TieredCompilation",
    "first, -Xint",
    "first, -XX:+TieredCompilation"
  })
  void sendEvent_whereTheStackEnds_leavesTheClientWhole(String where, String mode)
      throws Exception {
    ChildJvm.Result result =
        new ChildJvm().without("logback").option(mode).run(StackEndProgram.class, where);

    assertThat(result.out).as("%s", result.err).containsExactly(ChildJvm.MARK);
  }
}
