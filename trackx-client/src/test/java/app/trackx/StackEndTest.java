package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.testing.ChildJvm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors captured at the end of the stack, interpreted and compiled, each in its own JVM. */
class StackEndTest {
  @ParameterizedTest
  @CsvSource({
    "everywhere, -Xint",
    "everywhere, -XX:TieredStopAtLevel=1",
    "everywhere, -XX:+TieredCompilation",
    "first, -Xint",
    "first, -XX:+TieredCompilation"
  })
  void sendEvent_atTheEndOfTheStack_leavesTheClientIntact(String where, String mode)
      throws Exception {
    ChildJvm.Result result =
        new ChildJvm().without("logback").option(mode).run(StackEndProgram.class, where);

    assertThat(result.out).as("%s", result.err).containsExactly(ChildJvm.MARK);
  }
}
