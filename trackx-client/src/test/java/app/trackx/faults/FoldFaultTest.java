package app.trackx.faults;

import static app.trackx.faults.Marked.error;
import static app.trackx.faults.Marked.repeat;
import static app.trackx.testing.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.DropReason;
import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import app.trackx.testing.Waiting;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What waits during an outage is folded, and what does not fit is told to the server later.
 */
@Timeout(120)
class FoldFaultTest {
  private static final int LAST = 2_000;

  private final CountDownLatch lastWasLookedAt = new CountDownLatch(1);

  @Test
  void oneBugDuringAnOutage_isOneEventWithItsCount() throws Exception {
    try (FaultyServer server = FaultyServer.start();
        TrackXClient client = noticingTheLast(builder(server)).build()) {
      outage(server, client);
      for (int number = 2; number <= 100; number++) {
        client.sendEvent(repeat(number));
      }
      client.sendEvent(error(LAST));
      Waiting.forLatch(lastWasLookedAt);
      server.restart();
      client.close();

      assertThat(server.taken()).hasSize(3); // of the outage, of the repeats, and the last
      JsonObject meta = server.exchanges().get(1).meta();
      assertThat(meta.get("occurrences").getAsLong()).isEqualTo(99);
      assertThat(meta.has("firstSeen")).isTrue();
      assertThat(meta.has("lastSeen")).isTrue();
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void stormOfOneBug_andOneOther_duringAnOutage_bothArriveAndNothingIsLost() throws Exception {
    try (FaultyServer server = FaultyServer.start();
        TrackXClient client =
            noticingTheLast(builder(server).queueCapacity(1_000)).build()) {
      outage(server, client);
      for (int number = 2; number <= 900; number++) {
        client.sendEvent(number == 500 ? error(500) : repeat(number));
      }
      client.sendEvent(error(LAST));
      Waiting.forLatch(lastWasLookedAt);
      server.restart();
      client.close();

      assertThat(server.taken()).hasSize(4).contains(Marked.marker(500));
      assertThat(client.diagnostics().dropped()).isEmpty();
      Accounts.of(server, client).addUp();
    }
  }

  /** Errors are looked at in the order in which they were captured; most are folded unseen. */
  private TrackXClient.Builder noticingTheLast(TrackXClient.Builder builder) {
    return builder.onError((payload, reason) -> {
      if (String.valueOf(payload.getMessage()).contains(Marked.marker(LAST))) {
        lastWasLookedAt.countDown();
      }
      return payload;
    });
  }

  @Test
  void outageLongerThanTheQueue_lossesAreToldWithTheNextEvent() throws Exception {
    try (FaultyServer server = FaultyServer.start();
        TrackXClient client = builder(server).queueCapacity(10).build()) {
      loseSome(server, client);
      server.restart();
      assertThat(client.flush(PATIENCE)).isTrue();
      client.sendEvent(error(1_001));
      assertThat(client.flush(PATIENCE)).isTrue();

      assertThat(lossesTold(server)).isEqualTo(client.diagnostics().totalDropped());
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void lossesToldWithAnEventThatTheServerFailsOn_areToldOnceMore_andNotTwice() throws Exception {
    try (FaultyServer server = FaultyServer.start();
        TrackXClient client = builder(server).queueCapacity(10).build()) {
      loseSome(server, client);
      server.then(Faults.answer(503));
      server.restart();
      assertThat(client.flush(PATIENCE)).isTrue();
      client.sendEvent(error(1_001));
      assertThat(client.flush(PATIENCE)).isTrue();

      assertThat(lossesTold(server)).isEqualTo(client.diagnostics().totalDropped());
      Accounts.of(server, client).addUp();
    }
  }

  @Test
  void lossesToldWithAnEventThatIsRejected_areToldWithTheNext() throws Exception {
    try (FaultyServer server = FaultyServer.start();
        TrackXClient client = builder(server).build()) {
      server.then(Faults.answer(422), Faults.answer(422));
      for (int number = 1; number <= 3; number++) {
        client.sendEvent(error(number));
        assertThat(client.flush(PATIENCE)).isTrue();
      }

      assertThat(client.diagnostics().dropped()).isEqualTo(Map.of(DropReason.REJECTED, 2L));
      assertThat(lossesTold(server)).isEqualTo(2);
      Accounts.of(server, client).addUp();
    }
  }

  /** The server is gone, the client knows it, and one event waits. */
  private static void outage(FaultyServer server, TrackXClient client) throws Exception {
    server.kill();
    client.sendEvent(error(1));
    Waiting.until("a failure", () -> client.diagnostics().retried() >= 1);
  }

  /** An outage in which more distinct errors come than there is room for. */
  private static void loseSome(FaultyServer server, TrackXClient client) throws Exception {
    outage(server, client);
    for (int number = 2; number <= 100; number++) {
      client.sendEvent(error(number));
    }
    Waiting.until("a full queue", () -> client.diagnostics().pending() == 10);
    assertThat(client.diagnostics().totalDropped()).isEqualTo(90);
  }

  /** The sum of all losses in events that the server took. */
  private static long lossesTold(FaultyServer server) {
    long sum = 0;
    for (Exchange exchange : server.exchanges(Exchange.Verdict.TAKEN)) {
      JsonObject dropped = exchange.meta().getAsJsonObject("_dropped");
      if (dropped != null) {
        for (Map.Entry<String, JsonElement> reason : dropped.entrySet()) {
          sum += reason.getValue().getAsLong();
        }
      }
    }
    return sum;
  }

  private static TrackXClient.Builder builder(FaultyServer server) {
    return TrackXClient.builder(server.endpoint())
        .rateLimit(RateLimit.none())
        .callTimeout(PATIENCE)
        .shutdownTimeout(PATIENCE);
  }
}
