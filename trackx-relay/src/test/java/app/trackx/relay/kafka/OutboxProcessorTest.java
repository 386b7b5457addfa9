package app.trackx.relay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.Scrubber;
import app.trackx.relay.fold.Aggregate;
import app.trackx.relay.fold.Parcel;
import app.trackx.relay.fold.SightingReader;
import app.trackx.relay.forward.Verdict;
import app.trackx.relay.metrics.Metrics;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that end and begin again, with what was committed and nothing else. */
@Timeout(60)
class OutboxProcessorTest {
  private final HandOver handOver = new HandOver();
  private final Metrics metrics = new Metrics();
  private final KafkaCounters counters = new KafkaCounters(metrics);
  private final OutboxGauges gauges = new OutboxGauges(metrics);

  /** The changelog topic: the store as it was at the last commit. */
  private final Map<String, byte[]> committed = new LinkedHashMap<>();

  private SendBudget.Limit limit = SendBudget.Limit.NONE;
  private long now = 1_796_040_000_000L;

  @Test
  void claim_isNotHandedOverBeforeItIsCommitted() throws Exception {
    Task task = new Task(handOver);
    task.receive(1);

    task.tick();
    task.tick();
    assertThat(handOver.take(true, 0)).isNull();
    assertThat(task.context.committed()).isTrue();

    task.commit();
    task.tick();
    assertThat(handOver.take(true, 0)).isNotNull();
  }

  @Test
  void claimThatWasNeverCommitted_isGoneWithItsTask() throws Exception {
    Task task = new Task(handOver);
    task.commit();
    task.receive(1);
    task.tick();
    task.die();

    Task next = new Task(handOver);
    next.tick();
    next.commit();
    next.tick();

    assertThat(handOver.take(true, 0)).isNull(); // Kafka would give the record to the task again
  }

  @Test
  void deathBeforeTheVerdict_sendsTheSameOnceMore() throws Exception {
    Task task = new Task(handOver);
    task.receive(1);
    task.run();
    Parcel sent = handOver.take(true, 0);
    task.receive(1); // comes meanwhile
    task.commit();

    HandOver other = new HandOver();
    new Task(other).run(); // on another relay

    Parcel again = other.take(true, 0);
    assertThat(again.body()).isEqualTo(sent.body());
    assertThat(again.userAgent()).isEqualTo(sent.userAgent());
    assertThat(again.occurrences()).isEqualTo(1);
  }

  @Test
  void deathBeforeTheVerdictIsCommitted_sendsTheSameOnceMore() throws Exception {
    Task task = new Task(handOver);
    task.receive(1);
    task.run();
    Parcel sent = handOver.take(true, 0);
    handOver.settle(sent, Verdict.SENT);
    task.tick(); // removes it, and dies before the commit

    HandOver other = new HandOver();
    new Task(other).run();

    assertThat(other.take(true, 0).body()).isEqualTo(sent.body());
  }

  @Test
  void deathAfterTheVerdictIsCommitted_sendsNothing() throws Exception {
    Task task = new Task(handOver);
    task.receive(1);
    task.run();
    handOver.settle(handOver.take(true, 0), Verdict.SENT);
    task.tick();
    task.commit();

    HandOver other = new HandOver();
    new Task(other).run();

    assertThat(other.take(true, 0)).isNull();
  }

  @Test
  void taskThatComesBack_doesNotHandOverWhatIsStillBeingSent() throws Exception {
    Task task = new Task(handOver);
    task.receive(1);
    task.run();
    Parcel sent = handOver.take(true, 0);
    task.die();

    Task back = new Task(handOver);
    back.run();
    assertThat(handOver.take(true, 0)).isNull();

    handOver.settle(sent, Verdict.SENT);
    back.run();
    assertThat(handOver.take(true, 0)).isNull();
    assertThat(handOver.handedOver(false)).isZero();
  }

  @Test
  void taskThatComesBack_handsOverAgainWhatWasNotAccepted() throws Exception {
    Task task = new Task(handOver);
    task.receive(1);
    task.run();
    Parcel sent = handOver.take(true, 0);
    task.die();
    handOver.settle(sent, Verdict.RETURNED);

    new Task(handOver).run();

    assertThat(handOver.take(true, 0).body()).isEqualTo(sent.body());
  }

  @Test
  void lateVerdict_doesNotTouchWhatAnotherRelayClaimedMeanwhile() throws Exception {
    Task task = new Task(handOver);
    task.receive(1);
    task.run();
    Parcel sent = handOver.take(true, 0);
    task.die();
    HandOver other = new HandOver();
    Task elsewhere = new Task(other);
    elsewhere.run();
    other.settle(other.take(true, 0), Verdict.SENT);
    elsewhere.run();
    elsewhere.receive(1);
    now += 60_000;
    elsewhere.run();
    elsewhere.die();

    handOver.settle(sent, Verdict.SENT);
    new Task(handOver).run();

    assertThat(handOver.take(true, 0).occurrences()).isEqualTo(1);
  }

  @Test
  void revokedParcels_areNotTaken() throws Exception {
    Task task = new Task(handOver);
    task.receive(1);
    task.receive(2);
    task.run();
    assertThat(handOver.handedOver(false)).isEqualTo(2);

    task.die();

    assertThat(handOver.take(true, 0)).isNull();
    assertThat(gauges.isHere()).isFalse();
  }

  @Test
  void relayThatTakesOver_goesOnWithTheTokensThatAreLeft() throws Exception {
    limit = new SendBudget.Limit(3, 6);
    Task task = new Task(handOver);
    for (int kind = 0; kind < 9; kind++) {
      task.receive(kind);
    }
    assertThat(send(task, handOver)).isEqualTo(3);
    task.die();

    HandOver other = new HandOver();
    Task elsewhere = new Task(other);
    assertThat(send(elsewhere, other)).isZero();
    now += 20_000;
    assertThat(send(elsewhere, other)).isEqualTo(2);
  }

  private static int send(Task task, HandOver relay) throws Exception {
    int sent = 0;
    for (int i = 0; i < 10; i++) {
      task.run();
      Parcel parcel = relay.take(true, 0);
      if (parcel != null) {
        sent++;
        relay.settle(parcel, Verdict.SENT);
      }
    }
    return sent;
  }

  @Test
  void exactCounts_whateverHappensInWhateverOrder() throws Exception {
    for (int seed = 1; seed <= 50; seed++) {
      committed.clear();
      new Run(seed).go();
    }
  }

  /** Deaths, verdicts, commits and errors in random order: the server has each error exactly once, apart from repetitions. */
  private final class Run {
    private final Random random;
    private final Map<String, Long> server = new LinkedHashMap<>();
    private HandOver relay = new HandOver();
    private Task task = new Task(relay);
    private Parcel out;
    private long received;
    private long uncommitted;

    Run(int seed) {
      this.random = new Random(seed);
    }

    void go() throws Exception {
      for (int step = 0; step < 400; step++) {
        now += random.nextInt(20_000);
        one();
      }
      received += uncommitted; // the next run commits it
      for (int rest = 0; rest < 60; rest++) {
        now += 3_600_000;
        send(Verdict.SENT);
        task.run();
      }
      assertThat(server.values().stream().mapToLong(count -> count).sum()).isEqualTo(received);
    }

    private void one() throws Exception {
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> {
          task.receive(random.nextInt(5));
          uncommitted++;
        }
        case 3 -> {
          task.commit();
          received += uncommitted;
          uncommitted = 0;
        }
        case 4, 5 -> task.tick();
        case 6 -> send(Verdict.values()[random.nextInt(4) == 0 ? random.nextInt(4) : 0]);
        default -> die();
      }
    }

    private void send(Verdict verdict) throws Exception {
      if (out == null) {
        out = relay.take(true, 0);
      } else {
        if (verdict == Verdict.SENT || verdict == Verdict.DISCARDED || random.nextBoolean()) {
          server.put(new String(out.body(), StandardCharsets.UTF_8), out.occurrences());
        }
        relay.settle(out, verdict);
        out = null;
      }
    }

    /** The task goes to another relay, or to the same one again; what was not committed is read again. */
    private void die() throws Exception {
      if (random.nextBoolean()) {
        task.die();
      } else {
        relay = new HandOver();
        out = null;
      }
      uncommitted = 0;
      task = new Task(relay);
    }
  }

  /** A task of Kafka Streams, with a store that is filled from the changelog. */
  private final class Task {
    private final MockProcessorContext<Void, Void> context =
        new MockProcessorContext<>(new Properties());
    private final KeyValueStore<String, byte[]> store = Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(OutboxProcessor.STORE),
            Serdes.String(),
            Serdes.ByteArray())
        .withLoggingDisabled()
        .build();
    private long commits;
    private final OutboxProcessor processor;

    Task(HandOver to) {
      processor = new OutboxProcessor(to, counters, gauges, limit, 1 << 20, any -> () -> commits);
      context.setCurrentSystemTimeMs(now);
      store.init(context.getStateStoreContext(), store);
      context.addStateStore(store);
      committed.forEach(store::put);
      processor.init(context);
    }

    void receive(int kind) throws Exception {
      context.setCurrentSystemTimeMs(now);
      Aggregate errors = Aggregate.of(
          new SightingReader(Scrubber.standard()).read(Requests.event(Requests.KEY, kind, 1)), now);
      processor.process(new Record<>(errors.id().text(), Delta.of(errors).toBytes(), now));
    }

    void tick() {
      context.setCurrentSystemTimeMs(now);
      context.scheduledPunctuators().get(0).getPunctuator().punctuate(now);
    }

    void commit() {
      commits++;
      committed.clear();
      try (var all = store.all()) {
        all.forEachRemaining(entry -> committed.put(entry.key, entry.value));
      }
    }

    /** Ticks and commits often enough to hand over what is due, and to settle what has a verdict. */
    void run() {
      for (int i = 0; i < 3; i++) {
        tick();
        commit();
      }
      tick();
    }

    void die() {
      processor.close();
    }
  }
}
