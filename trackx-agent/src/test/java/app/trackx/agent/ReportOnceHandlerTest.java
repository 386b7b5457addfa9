package app.trackx.agent;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.transport.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.Thread.UncaughtExceptionHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The agent's handler below that of an application that brings the client along. */
class ReportOnceHandlerTest {
  private static final String ENDPOINT = "http://127.0.0.1:9/v1/abcdefghij1";

  private final UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
  private final PrintStream standard = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final List<Throwable> passed = new ArrayList<>();
  private final Throwable error = new IllegalStateException("no order");

  @BeforeEach
  void install() {
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    Thread.setDefaultUncaughtExceptionHandler(
        new ReportOnceHandler((thread, uncaught) -> passed.add(uncaught)));
  }

  @AfterEach
  void restore() {
    System.setErr(standard);
    TrackX.close();
    Thread.setDefaultUncaughtExceptionHandler(before);
  }

  @Test
  void errorThatNobodyReported_isPassedToTheClient() {
    uncaught(Thread.getDefaultUncaughtExceptionHandler());

    assertThat(passed).containsExactly(error);
    assertThat(printed.size()).isZero();
  }

  @Test
  void errorThatTheApplicationReported_isPrintedAlone() {
    setUpByTheApplication();

    uncaught(Thread.getDefaultUncaughtExceptionHandler());

    assertThat(passed).isEmpty();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .startsWith(
            "Exception in thread \"main-of-a-test\" java.lang.IllegalStateException: no order");
  }

  @Test
  void errorAfterTheApplicationsClientWasClosed_isPassedToTheClient() {
    setUpByTheApplication();
    UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
    TrackX.close();

    uncaught(handler);

    assertThat(passed).containsExactly(error);
  }

  private static void setUpByTheApplication() {
    TrackX.setup(TrackXClient.builder(ENDPOINT).transport(request -> Outcome.sent()));
  }

  private void uncaught(UncaughtExceptionHandler handler) {
    handler.uncaughtException(new Thread("main-of-a-test"), error);
  }
}
