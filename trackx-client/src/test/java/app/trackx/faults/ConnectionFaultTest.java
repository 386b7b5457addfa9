package app.trackx.faults;

import static app.trackx.faults.Marked.error;
import static app.trackx.faults.Marked.marker;
import static app.trackx.faults.Marked.markers;
import static app.trackx.testing.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.DropReason;
import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import app.trackx.testing.Waiting;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks and servers that give no answer. Where a test ends with {@code close()} and not with
 * {@code flush()}, that is because the last attempt does not wait for the pause after a failure.
 */
@Tag("wire")
@Timeout(120)
class ConnectionFaultTest {
  /** For requests that are to be given up; any other has to be answered within it as well. */
  private static final Duration SHORT = Duration.ofSeconds(2);

  @Test
  void refused_waitsAndArrivesWhenTheServerIsBack() throws Exception {
    try (FaultyServer server = FaultyServer.start();
        TrackXClient client = client(server, PATIENCE)) {
      server.kill();
      send(client, 1, 3);
      awaitFailure(client);
      server.restart();

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(server.taken()).isEqualTo(markers(1, 3));
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void refusedForEver_isCountedAsClosedAtTheEnd() throws Exception {
    try (FaultyServer server = FaultyServer.start();
        TrackXClient client = client(server, PATIENCE)) {
      server.kill();
      send(client, 1, 3);
      awaitFailure(client);

      client.close();

      assertThat(client.diagnostics().dropped()).containsOnlyKeys(DropReason.SHUTDOWN);
      assertThat(client.diagnostics().totalDropped()).isEqualTo(3);
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void fullBacklog_connectionsThatAreNeverMade_areGivenUpAndMadeLater() throws Exception {
    try (FaultyServer server = FaultyServer.start();
        TrackXClient client = client(server, SHORT)) {
      server.kill();
      try (FullBacklog full = FullBacklog.at(server.port())) {
        send(client, 1, 3);
        awaitFailure(client);
      }
      server.restart();

      client.close();

      assertThat(server.taken()).isEqualTo(markers(1, 3));
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void blackHole_requestThatNobodyReads_isGivenUpAndSentAgain() throws Exception {
    try (FaultyServer server = FaultyServer.start().then(Faults.blackHole());
        TrackXClient client = client(server, SHORT)) {
      send(client, 1, 3);
      awaitFailure(client);

      client.close();

      assertThat(server.taken()).isEqualTo(markers(1, 3));
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void swallowed_requestThatIsReadAndNeverAnswered_isSentAgain() throws Exception {
    assertSentAgainUndecided(Faults.swallow(), SHORT);
  }

  @ParameterizedTest
  @MethodSource("noAnswer")
  void newConnection_closedWithoutAnAnswer_isTakenForARateLimit_andEventsWait(Fault fault)
      throws Exception {
    try (FaultyServer server = FaultyServer.start().then(fault);
        TrackXClient client = client(server, PATIENCE)) {
      for (int number = 1; number <= 3; number++) {
        send(client, number, number);
        assertThat(client.flush(PATIENCE)).isFalse(); // at once, or the test takes for ever
      }

      assertThat(server.connections()).isEqualTo(1);
      assertThat(client.diagnostics().pending()).isEqualTo(3);
      client.close();
      Accounts.of(server, client)
          .undecided(server.undecided().toArray(new String[0]))
          .addUp();
    }
  }

  @ParameterizedTest
  @MethodSource("noAnswer")
  void keptConnection_closedWithoutAnAnswer_isTriedAtOnceOnANewOne(Fault fault) throws Exception {
    try (FaultyServer server = FaultyServer.start().then(Faults.answer(200), fault);
        TrackXClient client = client(server, PATIENCE)) {
      send(client, 1, 3);

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(client.diagnostics().retried()).isZero();
      assertThat(server.connections()).isEqualTo(2);
      assertThat(server.taken()).isEqualTo(markers(1, 3));
      Accounts.of(server, client)
          .undecided(server.undecided().toArray(new String[0]))
          .addUp();
    }
  }

  static List<Fault> noAnswer() {
    return List.of(
        Faults.resetBeforeTheRequest(),
        Faults.resetAfterTheRequest(),
        Faults.closeAfterTheRequest());
  }

  @Test
  void halfAnAnswer_brokenWithinTheHead_isSentAgain() throws Exception {
    assertSentAgainUndecided(Faults.halfAHead(), PATIENCE);
  }

  @Test
  void halfAnAnswer_brokenWithinTheBody_isSuccess() throws Exception {
    assertSentOnce(Faults.halfABody());
  }

  @ParameterizedTest
  @ValueSource(strings = {"220 smtp ready\r\n", "\u0000\u0001\u00ff", "HTTP/1.1 what 200\r\n\r\n"})
  void garbage_isNoAnswer(String garbage) throws Exception {
    assertSentAgainUndecided(Faults.garbage(garbage), PATIENCE);
  }

  @Test
  void aByteASecond_headWithoutEnd_isGivenUpAndSentAgain() throws Exception {
    assertSentAgainUndecided(Faults.dribbleTheHead(), SHORT);
  }

  @Test
  void aByteASecond_bodyWithoutEnd_isSuccessAndHoldsNothingUp() throws Exception {
    assertSentOnce(Faults.dribbleTheBody());
  }

  @Test
  void connectionThatIsClosedAfterEachAnswer_withoutAWord_losesNothing() throws Exception {
    try (FaultyServer server = FaultyServer.start().always(Faults.answerAndClose());
        TrackXClient client = client(server, PATIENCE)) {
      for (int number = 1; number <= 3; number++) {
        client.sendEvent(error(number));
        int sent = number;
        Waiting.until("the end of it", () -> client.diagnostics().sent() == sent);
      }

      assertThat(server.taken()).isEqualTo(markers(1, 3));
      Accounts.of(server, client).addUp();
    }
  }

  @ParameterizedTest
  @MethodSource("everyFault")
  void outageOfOneFault_forEver_endsInCountsThatAddUp(Fault fault) throws Exception {
    try (FaultyServer server = FaultyServer.start().always(fault);
        TrackXClient client = client(server, PATIENCE)) {
      send(client, 1, 20);

      client.close();

      assertThat(client.diagnostics().dropped()).containsOnlyKeys(DropReason.SHUTDOWN);
      assertThat(client.diagnostics().totalDropped()).isEqualTo(20);
      assertThat(client.diagnostics().pending()).isZero();
      Accounts.of(server, client)
          .undecided(server.undecided().toArray(new String[0])) // whichever came so far
          .addUp();
    }
  }

  static List<Fault> everyFault() {
    return List.of(
        Faults.resetBeforeTheRequest(),
        Faults.resetAfterTheRequest(),
        Faults.closeAfterTheRequest(),
        Faults.halfAHead(),
        Faults.garbage("garbage\r\n\r\n"));
  }

  /** The first event meets the fault; whether the server took it then, only the server knows. */
  private static void assertSentAgainUndecided(Fault fault, Duration timeout) throws Exception {
    try (FaultyServer server = FaultyServer.start().then(fault);
        TrackXClient client = client(server, timeout)) {
      send(client, 1, 3);
      awaitFailure(client);

      client.close();

      assertThat(client.diagnostics().retried()).isEqualTo(1);
      assertThat(server.taken()).isEqualTo(markers(1, 3));
      Accounts.of(server, client).undecided(marker(1)).addUp();
    }
  }

  private static void assertSentOnce(Fault fault) throws Exception {
    try (FaultyServer server = FaultyServer.start().then(fault);
        TrackXClient client = client(server, PATIENCE)) {
      send(client, 1, 3);

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(client.diagnostics().retried()).isZero();
      assertThat(server.taken()).isEqualTo(markers(1, 3));
      Accounts.of(server, client).addUp();
    }
  }

  private static void send(TrackXClient client, int first, int last) {
    for (int number = first; number <= last; number++) {
      client.sendEvent(error(number));
    }
  }

  private static void awaitFailure(TrackXClient client) {
    Waiting.until("a failure", () -> client.diagnostics().retried() >= 1);
  }

  private static TrackXClient client(FaultyServer server, Duration callTimeout) {
    return TrackXClient.builder(server.endpoint())
        .rateLimit(RateLimit.none())
        .callTimeout(callTimeout)
        .shutdownTimeout(PATIENCE)
        .build();
  }
}
