package app.trackx.agent;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.Thread.UncaughtExceptionHandler;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the agent in this JVM; tests/packaging starts applications with its jar. */
class AgentTest {
  private static final String ENDPOINT = "http://127.0.0.1:9/v1/abcdefghij1";

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

  @Test
  void endpoint_startsTheClient_andPrintsNothing() {
    Agent.premain(ENDPOINT + ",release=1.4.2,environment=prod");

    assertThat(TrackX.client().isEnabled()).isTrue();
    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isInstanceOf(ReportOnceHandler.class);
    assertThat(printed()).isEmpty();
  }

  @Test
  void unknownOption_isOneLine_andTheClientStarts() {
    Agent.premain(ENDPOINT + ",relaese=1.4.2");

    assertThat(TrackX.client().isEnabled()).isTrue();
    assertThat(printed().lines())
        .singleElement()
        .asString()
        .startsWith("[trackx] The agent ignores an option that is none of");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "off", "https://api.example.com"})
  void noUsableEndpoint_isOneLine_andNothingIsInstalled(String arguments) {
    Agent.premain(arguments);

    assertThat(printed().lines())
        .singleElement()
        .asString()
        .startsWith("[trackx] The agent is disabled: ");
    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(before);
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
