package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.delivery.UpstreamsNginx;
import app.trackx.internal.jvm.FakeTime;
import app.trackx.internal.settings.Endpoint;
import app.trackx.transport.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many clients behind one address and upstream's nginx, for four hours of fake time: the real queue,
 * gate and schedule of each client, without threads.
 */
class FleetTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final int HOURS = 4;

  private final FakeTime time = new FakeTime();
  private final UpstreamsNginx nginx = new UpstreamsNginx();
  private final PriorityQueue<Turn> turns = new PriorityQueue<>();
  private final int[] requests = new int[HOURS + 1];
  private final int[] refusals = new int[HOURS + 1];

  /** Each client fails three times a second, in turn with each of its kinds of errors. */
  @ParameterizedTest
  @CsvSource({
    "1, 3, 429", "2, 3, 429", "5, 3, 429", "8, 3, 429", "10, 3, 429", "20, 3, 429", "50, 3, 429",
    "100, 3, 429", "150, 3, 429", "200, 3, 429", "20, 10, 429", "1, 3, 0", "5, 3, 0", "10, 3, 0",
    "20, 3, 0", "50, 3, 0", "100, 3, 0", "150, 3, 0", "200, 3, 0", "20, 10, 0"
  })
  void clientsBehindOneAddress_shareItsLimit(int clients, int kinds, int status) {
    List<Instance> fleet = new ArrayList<>();
    Random random = new Random(clients);
    for (int i = 0; i < clients; i++) {
      fleet.add(new Instance(kinds, status, random.nextInt(), random.nextInt(60_000)));
    }
    run();

    long bound = 3L * kinds * clients / 6 + 60;
    System.out.printf(
        "%d clients, %d kinds, status %d: last first error after %d min (aim %d); refused %.1f %%;"
            + " fairness %.2f; requests an hour %s, refused %s%n",
        clients,
        kinds,
        status,
        fleet.stream().mapToLong(client -> client.lastFirst / MINUTE).max().orElse(0),
        bound,
        100 * partRefused(),
        fairness(fleet),
        Arrays.toString(requests),
        Arrays.toString(refusals));
    assertThat(fleet).allSatisfy(client -> {
      assertThat(client.firsts).hasSize(kinds);
      assertThat(client.lastFirst / MINUTE).isLessThanOrEqualTo(bound);
    });
    assertThat(partRefused()).isLessThanOrEqualTo(0.05);
    assertThat(fairness(fleet)).isGreaterThanOrEqualTo(0.8);
    assertThat(fleet)
        .allSatisfy(client ->
            assertThat(client.reported() + client.waiting()).as("errors").isEqualTo(client.errors));
  }

  private void run() {
    long end = HOURS * 60 * MINUTE;
    for (Turn next = turns.poll(); next != null && next.at < end; next = turns.poll()) {
      time.advanceNanos(Math.max(0, next.at - time.elapsedNanos()));
      next.client.take();
    }
  }

  private double partRefused() {
    int sent = 0;
    int refused = 0;
    for (int hour = 1; hour < HOURS; hour++) {
      sent += requests[hour];
      refused += refusals[hour];
    }
    return sent == 0 ? 0 : (double) refused / sent;
  }

  /** Jain's index of the events that arrived from each client. */
  private static double fairness(List<Instance> fleet) {
    double sum = 0;
    double squares = 0;
    for (Instance client : fleet) {
      sum += client.accepted;
      squares += (double) client.accepted * client.accepted;
    }
    return sum * sum / (fleet.size() * squares);
  }

  private record Turn(long at, Instance client) implements Comparable<Turn> {
    @Override
    public int compareTo(Turn other) {
      return Long.compare(at, other.at);
    }
  }

  /** One JVM of the fleet. */
  private final class Instance {
    final Map<String, Long> firsts = new HashMap<>();
    long lastFirst;
    int accepted;
    long errors;
    private final int kinds;
    private final int status;
    private final Counters counters;
    private final Backlog backlog;

    Instance(int kinds, int status, int seed, int startMillis) {
      this.kinds = kinds;
      this.status = status;
      Endpoint endpoint = Endpoint.parse(FakeTransport.ENDPOINT);
      counters = new Counters(new Warnings(endpoint, "java"));
      ServerHealth health = new ServerHealth(time, new Random(seed), 30, 10 * SECOND);
      VisitorPings pings = new VisitorPings(health, counters, time);
      backlog = new Backlog(256, health, pings, null, counters, time);
      turns.add(new Turn(startMillis * 1_000_000L, this));
    }

    /**
     * Fails, sends what it may, and comes back: a third of a second later in the first minutes, and
     * then every three seconds for nine errors, which is faster to simulate.
     */
    void take() {
      boolean begins = time.elapsedNanos() < 3 * MINUTE;
      for (int i = 0; i < (begins ? 1 : 9); i++) {
        fail("kind " + errors++ % kinds);
      }
      for (PendingEvent next = backlog.start(false); next != null; next = backlog.start(false)) {
        backlog.answered(next, send(next));
      }
      turns.add(new Turn(time.elapsedNanos() + (begins ? SECOND / 3 : 3 * SECOND), this));
    }

    private void fail(String kind) {
      counters.captured();
      if (!backlog.fold(kind, time.nanoTime(), false)) {
        backlog.admit(kind, event(kind), time.nanoTime(), null, false);
      }
    }

    private Outcome send(PendingEvent event) {
      long now = time.elapsedNanos();
      int hour = (int) (now / (60 * MINUTE));
      requests[hour]++;
      if (!nginx.lets(now / 1_000_000)) {
        refusals[hour]++;
        return status == 0
            ? Outcome.closedWithoutAnswer()
            : Outcome.rateLimited(status, Duration.ofMinutes(30));
      }
      accepted++;
      if (firsts.putIfAbsent(event.key, now) == null) {
        lastFirst = now;
      }
      return Outcome.sent();
    }

    long reported() {
      Diagnostics counts = counters.read();
      return counts.sent() + counts.folded();
    }

    long waiting() {
      Diagnostics counts = counters.read();
      return counts.pending() + counts.aggregating();
    }
  }

  private static OutboundEvent event(String kind) {
    EventPayload payload = new EventPayload(EventType.UNHANDLED_ERROR);
    payload.setName(kind);
    return OutboundEvent.of(payload);
  }
}
