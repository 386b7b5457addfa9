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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that go down in the middle of a stream of errors, and come back. */
@Timeout(120)
class RestartFaultTest {
  @Test
  void killedBetweenTwoRequests_everythingArrivesOnce() throws Exception {
    try (FaultyServer server = FaultyServer.start();
        TrackXClient client = client(server)) {
      send(client, 1, 10);
      assertThat(client.flush(PATIENCE)).isTrue();
      server.kill();
      send(client, 11, 20);
      awaitFailures(client, 1);
      server.restart();
      send(client, 21, 30);

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(server.taken()).isEqualTo(markers(1, 30));
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void killedWithinARequest_everythingArrives_andThatOneMayBeTwice() throws Exception {
    try (FaultyServer server = FaultyServer.start();
        TrackXClient client = client(server)) {
      server.then(Faults.answer(200), Faults.answer(200), Faults.killTheServer());
      send(client, 1, 10);
      awaitFailures(client, 1);
      server.restart();
      send(client, 11, 20);

      client.close();

      assertThat(server.taken()).isEqualTo(markers(1, 20));
      Accounts.of(server, client).undecided(marker(3)).addUp(); // nobody can know
    }
  }

  @Test
  void killedAgainAndAgain_whileErrorsCome_nothingIsLost() throws Exception {
    try (FaultyServer server = FaultyServer.start();
        TrackXClient client = client(server)) {
      List<String> undecided = new ArrayList<>();
      for (int round = 0; round < 2; round++) {
        undecided.add(marker(round * 10 + 3));
        server.then(Faults.answer(200), Faults.answer(200), Faults.killTheServer());
        send(client, round * 10 + 1, round * 10 + 10);
        awaitFailures(client, round + 1);
        server.restart();
        assertThat(client.flush(PATIENCE)).isTrue();
      }

      assertThat(server.taken()).isEqualTo(markers(1, 20));
      Accounts.of(server, client).undecided(undecided.toArray(new String[0])).addUp();
    }
  }

  @Test
  void outageLongerThanTheQueue_whatDoesNotFitIsCounted_andTheRestArrives() throws Exception {
    try (FaultyServer server = FaultyServer.start();
        TrackXClient client = builder(server).queueCapacity(10).build()) {
      server.kill();
      client.sendEvent(error(1));
      awaitFailures(client, 1);
      send(client, 2, 100);
      Waiting.until("a queue that is full", () -> client.diagnostics().pending() == 10);
      server.restart();

      client.close();

      assertThat(client.diagnostics().sent()).isEqualTo(10);
      assertThat(client.diagnostics().totalDropped()).isEqualTo(90);
      assertThat(client.diagnostics().dropped()).doesNotContainKey(DropReason.SHUTDOWN);
      Accounts.of(server, client).addUp();
    }
  }

  private static void send(TrackXClient client, int first, int last) {
    for (int number = first; number <= last; number++) {
      client.sendEvent(error(number));
    }
  }

  private static void awaitFailures(TrackXClient client, int count) {
    Waiting.until("failures", () -> client.diagnostics().retried() >= count);
  }

  private static TrackXClient client(FaultyServer server) {
    return builder(server).build();
  }

  private static TrackXClient.Builder builder(FaultyServer server) {
    return TrackXClient.builder(server.endpoint())
        .rateLimit(RateLimit.none())
        .callTimeout(PATIENCE)
        .shutdownTimeout(PATIENCE);
  }
}
