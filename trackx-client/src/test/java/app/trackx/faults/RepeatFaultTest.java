package app.trackx.faults;

import static app.trackx.faults.Marked.marker;
import static app.trackx.faults.Marked.repeat;
import static app.trackx.testing.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import app.trackx.testing.Waiting;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One bug again and again, while its event is on its way: every time is counted, and none twice,
 * whether repeats are folded into one event or sent as events of their own.
 */
@Timeout(120)
class RepeatFaultTest {
  @Test
  void repeatsWhileTheEventIsOnItsWay_areCountedOnce() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    try (FaultyServer server = FaultyServer.start().then(Faults.hold(held));
        TrackXClient client = client(server)) {
      client.sendEvent(repeat(1));
      server.awaitExchanges(1);
      send(client, 2, 100);
      held.countDown();

      assertThat(client.flush(PATIENCE)).isTrue();
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void repeatsBeforeAnAnswerOfFailure_areCountedOnce() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    Fault failLater = exchange -> {
      exchange.read();
      Waiting.forLatch(held);
      exchange.answer(503);
      return true;
    };
    try (FaultyServer server = FaultyServer.start().then(failLater);
        TrackXClient client = client(server)) {
      client.sendEvent(repeat(1));
      server.awaitExchanges(1);
      send(client, 2, 100);
      held.countDown();
      Waiting.until("a failure", () -> client.diagnostics().retried() == 1);
      client.close();

      assertThat(client.diagnostics().dropped()).isEmpty();
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void repeatsBeforeALostAnswer_areCountedOnce_butWhatWasUnderWay() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    Fault breakLater = exchange -> {
      exchange.read();
      Waiting.forLatch(held);
      exchange.write("HTTP/1.1 20");
      return false;
    };
    try (FaultyServer server = FaultyServer.start().then(breakLater);
        TrackXClient client = client(server)) {
      client.sendEvent(repeat(1));
      server.awaitExchanges(1);
      send(client, 2, 100);
      held.countDown();
      Waiting.until("a failure", () -> client.diagnostics().retried() == 1);
      client.close();

      assertThat(client.diagnostics().dropped()).isEmpty();
      Accounts.of(server, client).undecided(marker(1)).addUp(); // nobody can know
    }
  }

  private static void send(TrackXClient client, int first, int last) {
    for (int number = first; number <= last; number++) {
      client.sendEvent(repeat(number));
    }
  }

  private static TrackXClient client(FaultyServer server) {
    return TrackXClient.builder(server.endpoint())
        .rateLimit(RateLimit.none())
        .callTimeout(PATIENCE)
        .shutdownTimeout(PATIENCE)
        .build();
  }
}
