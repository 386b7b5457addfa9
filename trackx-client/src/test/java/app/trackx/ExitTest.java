package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import app.trackx.local.Issue;
import app.trackx.local.TrackXLocal;
import app.trackx.testing.ChildJvm;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exit of real programs, each in its own JVM. */
class ExitTest {
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(2); // the default

  /** For tests of delivery, not of timing: a loaded machine needs a minute for a hundred events. */
  private static final String PATIENCE = "PT2M";

  /** For tests that wait until the limit. */
  private static final String LONGER = "PT10S";

  @ParameterizedTest
  @ValueSource(strings = {"uncaught-main", "uncaught-worker", "uncaught-daemon"})
  void uncaught_inAnyThread_isDeliveredOnce(String way) throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      ChildJvm.Result result =
          new ChildJvm().run(ExitProgram.class, server.endpoint(), way, "1", PATIENCE);

      assertThat(server.events()).hasSize(1);
      assertThat(server.events().get(0).type()).isEqualTo(EventType.UNHANDLED_ERROR.code());
      assertThat(server.events().get(0).message()).isEqualTo("place 1");
      assertThat(result.exitCode).isEqualTo(way.equals("uncaught-main") ? 1 : 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"return", "exit"})
  void hundredPlaces_thenEnd_areDeliveredOnceEach(String way) throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      ChildJvm.Result result =
          new ChildJvm().run(ExitProgram.class, server.endpoint(), way, "100", PATIENCE);

      assertThat(server.issues()).hasSize(100).extracting(Issue::eventCount).containsOnly(1);
      assertThat(result.exitCode).isEqualTo(way.equals("exit") ? 3 : 0);
    }
  }

  @Test
  @DisabledForJreRange(min = JRE.JAVA_24, disabledReason = "there is no security manager any more")
  void securityManagerThatLetsNoThreadStart_isOneLine_andNoStack() throws Exception {
    ChildJvm.Result result = new ChildJvm()
        .option("-Djava.security.manager=allow")
        .run(ExitProgram.class, "http://127.0.0.1:1/v1/0123456789a", "no-more-threads", "1");

    assertThat(result.exitCode).isEqualTo(1);
    assertThat(String.join("\n", result.err))
        .contains("Exception in thread \"main\" java.lang.IllegalStateException: place 1")
        .contains(
            "[trackx] Events pending at shutdown are lost: java.security.AccessControlException")
        .doesNotContain("\"trackx-exit\"", "at app.trackx.ExitHook");
  }

  @Test
  void hundredPlaces_thenSigterm_areDeliveredOnceEach() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      new ChildJvm()
          .terminateAtMark()
          .run(ExitProgram.class, server.endpoint(), "sigterm", "100", PATIENCE);

      assertThat(server.issues()).hasSize(100).extracting(Issue::eventCount).containsOnly(1);
    }
  }

  @Test
  void nothingPending_exitIsNotHeldUp() throws Exception {
    try (Silence silence = new Silence()) {
      ChildJvm.Result result =
          new ChildJvm().run(ExitProgram.class, silence.endpoint(), "nothing", "0");

      assertThat(result.exitTime).isLessThan(result.margin());
    }
  }

  @Test
  void deadPort_exitCostsLessThanHalfASecond() throws Exception {
    ChildJvm.Result result = new ChildJvm()
        .run(ExitProgram.class, Silence.deadEndpoint(), "return-after-failure", "100");

    assertThat(result.exitTime).isLessThan(result.margin());
    assertThat(result.exitCode).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"uncaught-main", "return", "exit", "close-then-return"})
  void serverThatNeverAnswers_exitTakesShutdownTimeoutAtMost(String way) throws Exception {
    try (Silence silence = new Silence()) {
      ChildJvm.Result result =
          new ChildJvm().run(ExitProgram.class, silence.endpoint(), way, "100");

      assertThat(result.exitTime).isLessThan(SHUTDOWN_TIMEOUT.plus(result.margin()));
    }
  }

  @Test
  void deadPort_uncaughtError_isStillPrintedAndSaidToBeLost() throws Exception {
    ChildJvm.Result result = new ChildJvm()
        .without("logback")
        .run(ExitProgram.class, Silence.deadEndpoint(), "uncaught-main", "1", PATIENCE);

    assertThat(result.err).contains("Exception in thread \"main\" " + place());
    assertThat(result.err)
        .anySatisfy(
            line -> assertThat(line).contains("1 error of 1 did not reach the TrackX server"));
    assertThat(String.join("\n", result.err)).doesNotContain(Silence.KEY);
  }

  @Test
  void consoleThatBlocks_doesNotHoldUpTheExit() throws Exception {
    try (Silence silence = new Silence()) {
      ChildJvm.Result result = new ChildJvm()
          .without("logback")
          .run(ExitProgram.class, silence.endpoint(), "blocked-console", "3");

      assertThat(result.exitTime).isLessThan(SHUTDOWN_TIMEOUT.plus(result.margin()));
    }
  }

  @Test
  void handlerThatNeverReturns_doesNotHoldUpTheExit() throws Exception {
    try (Silence silence = new Silence()) {
      ChildJvm.Result result = new ChildJvm()
          .without("logback")
          .run(ExitProgram.class, silence.endpoint(), "blocked-handler", "3");

      assertThat(result.exitTime).isLessThan(SHUTDOWN_TIMEOUT.plus(result.margin()));
    }
  }

  /** Reserves a twentieth of the limit; longer, for a loaded machine. */
  @Test
  void handlerThatNeverReturns_lossesAreLogged() throws Exception {
    try (Silence silence = new Silence()) {
      ChildJvm.Result result = new ChildJvm()
          .without("logback")
          .run(ExitProgram.class, silence.endpoint(), "blocked-handler", "3", LONGER);

      assertThat(result.err)
          .anySatisfy(line -> assertThat(line).contains("3 errors of 3 did not reach"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"late-send", "late-capture", "late-uncaught", "late-interrupted"})
  void errorInAnotherShutdownHook_afterOursIsDone_arrives(String way) throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      new ChildJvm().run(ExitProgram.class, server.endpoint(), way, "1", PATIENCE);

      assertThat(server.events()).singleElement().extracting(Event::message).isEqualTo("place 1");
    }
  }

  @Test
  void interruptsOfAllThreadsAtTheEnd_loseNothing() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      ChildJvm.Result result = new ChildJvm()
          .without("logback")
          .run(ExitProgram.class, server.endpoint(), "interrupts", "5", PATIENCE);

      assertThat(server.events()).hasSize(5);
      assertThat(result.err).noneMatch(line -> line.contains("did not reach"));
    }
  }

  @Test
  void errorInAnotherShutdownHook_serverThatIsDown_isReportedAsLost() throws Exception {
    ChildJvm.Result result = new ChildJvm()
        .without("logback")
        .run(ExitProgram.class, Silence.deadEndpoint(), "late-send", "1", PATIENCE);

    assertThat(result.err)
        .anySatisfy(line -> assertThat(line).contains("1 error of 1 did not reach"));
  }

  @Test
  void errorInAnotherShutdownHook_serverThatIsDown_goesToTheSpool(@TempDir Path spool)
      throws Exception {
    new ChildJvm()
        .run(
            ExitProgram.class,
            Silence.deadEndpoint(),
            "late-send",
            "1",
            PATIENCE,
            spool.toString());

    assertThat(spool).isDirectoryRecursivelyContaining("regex:.*\\.json.*|.*event.*");
  }

  @Test
  void errorInAnotherShutdownHook_serverThatNeverAnswers_takesShutdownTimeoutAtMost()
      throws Exception {
    try (Silence silence = new Silence()) {
      ChildJvm.Result result =
          new ChildJvm().run(ExitProgram.class, silence.endpoint(), "late-send", "1");

      assertThat(result.exitTime).isLessThan(SHUTDOWN_TIMEOUT.plus(result.margin()));
    }
  }

  private static String place() {
    return "java.lang.IllegalStateException: place 1";
  }

  /** A server that accepts connections and never responds, and one that does not exist. */
  static final class Silence implements AutoCloseable {
    static final String KEY = "abcdefghij1";
    private final ServerSocket socket;

    Silence() throws Exception {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    String endpoint() {
      return endpoint(socket.getLocalPort());
    }

    static String deadEndpoint() throws Exception {
      try (Silence gone = new Silence()) {
        return gone.endpoint();
      }
    }

    private static String endpoint(int port) {
      return "http://127.0.0.1:" + port + "/v1/" + KEY;
    }

    @Override
    public void close() throws Exception {
      socket.close();
    }
  }
}
