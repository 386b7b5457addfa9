package app.trackx.logback;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An invalid endpoint while SLF4J and Logback start: no recursion, no deadlock, main continues. */
class LogbackStartTest {
  private static final String CONSOLE = "<appender name=\"OUT\""
      + " class=\"ch.qos.logback.core.ConsoleAppender\"><encoder>"
      + "<pattern>%logger %msg%n</pattern></encoder></appender>";

  private static final String TRACKX =
      "<appender name=\"T\" class=\"app.trackx.logback.TrackXAppender\">"
          + "<endpoint>${NOBODY_SETS_THIS}</endpoint></appender>";

  @TempDir
  private Path folder;

  @Test
  void warningOfSetup_startsLogback_andItsAppenderWarnsByItself() throws Exception {
    String output = run("setup", TRACKX);

    assertThat(output)
        .containsOnlyOnce("app.trackx The endpoint passed to TrackX.setup contains a placeholder")
        .containsOnlyOnce("TrackX: <endpoint> contains a placeholder")
        .contains("shop failed", "enabled false");
  }

  @Test
  void setupWhileLogbackStarts_warnsAndReturns() throws Exception {
    String output = run(
        "log", "<appender name=\"T\" class=\"" + StartProgram.Appender.class.getName() + "\"/>");

    assertThat(output)
        .contains("The endpoint passed to TrackX.setup contains a placeholder")
        .contains("shop failed", "enabled false");
  }

  private String run(String what, String appender) throws Exception {
    Path configuration = Files.writeString(
        folder.resolve("logback.xml"),
        "<configuration>" + CONSOLE + appender
            + "<root level=\"INFO\"><appender-ref ref=\"OUT\"/><appender-ref ref=\"T\"/></root>"
            + "</configuration>");
    ChildJvm.Result result = new ChildJvm()
        .option("-Dlogback.configurationFile=" + configuration)
        .run(StartProgram.class, what);

    assertThat(result.exitCode).isZero();
    return result.printed();
  }
}
