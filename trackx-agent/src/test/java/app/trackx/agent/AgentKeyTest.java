package app.trackx.agent;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.Thread.UncaughtExceptionHandler;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent prints its arguments' faults, and never the project's key. */
class AgentKeyTest {
  private static final String KEY = "abcdefghij1";

  private final UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
  private final PrintStream standard = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void catchErr() {
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(standard);
    TrackX.close();
    Thread.setDefaultUncaughtExceptionHandler(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:9/v2/%s",
        "http://127.0.0.1:9/v1/%sx",
        "127.0.0.1:9/v1/%s",
        "endpoint=http://127.0.0.1:9/v1/%s",
        "http://127.0.0.1:9/v1/%s,http://127.0.0.1:9/v1/%s",
        "http://127.0.0.1:9/v1/%s,origin=a b %s",
        "http://127.0.0.1:9/v1/%s;release=1,%s",
        "http://127.0.0.1:9/v1/%s,key=%s",
        "${X}/v1/%s",
        "%s"
      })
  void malformedArguments(String arguments) {
    Agent.premain(arguments.replace("%s", KEY));

    assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("[trackx]").doesNotContain(KEY);
    assertThat("" + TrackX.client()).doesNotContain(KEY);
  }
}
