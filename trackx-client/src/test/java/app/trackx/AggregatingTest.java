package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.delivery.Delay;
import app.trackx.internal.delivery.MemoryReserve;
import app.trackx.internal.jvm.FakeTime;
import app.trackx.internal.stack.CauseChain;
import app.trackx.testing.Waiting;
import app.trackx.transport.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repeats of known errors, which are one event at a time, and when that is sent. */
class AggregatingTest {
  private static final Duration PATIENCE = Waiting.PATIENCE;

  private final FakeTime time = new FakeTime();
  private final FakeTransport transport = new FakeTransport();
  private Counters counters;
  private Pipeline pipeline = pipeline(RateLimit.DEFAULT, null);

  @TempDir
  Path directory;

  @AfterEach
  void close() {
    pipeline.idle(true);
  }

  @Test
  void repeats_areOneEventAtGrowingIntervals() {
    for (int second = 0; second < 400; second++) {
      take(EventType.UNHANDLED_ERROR, 1);
      sendAll(false);
      time.advance(Duration.ofSeconds(1));
    }

    assertThat(transport.bodies()).hasSize(4);
    assertThat(transport.bodies().get(0)).doesNotContain("occurrences");
    assertThat(transport.bodies().get(1)).contains("\"occurrences\":10,");
    assertThat(transport.bodies().get(2)).contains("\"occurrences\":60,");
    assertThat(transport.bodies().get(3)).contains("\"occurrences\":300,");
    Diagnostics counts = counters.read();
    assertThat(counts.aggregating()).isEqualTo(29);
    assertThat(counts.pending()).isZero();
    assertThat(counts.toString()).contains(" pending=0 aggregating=29");
  }

  @Test
  void newKind_goesAtOnce_whileOthersAreAggregated() {
    take(EventType.UNHANDLED_ERROR, 1);
    sendAll(false);
    take(EventType.UNHANDLED_ERROR, 1);
    take(EventType.UNHANDLED_ERROR, 2);
    sendAll(false);

    assertThat(transport.bodies()).hasSize(2);
    assertThat(transport.bodies().get(1)).contains("\"message\":\"m2\"");
  }

  @Test
  void errorsSentByHand_areEventsOfTheirOwn_whileHalfOfTheBudgetIsLeft() {
    for (int i = 0; i < 40; i++) {
      take(EventType.PROGRAMMATIC, 1);
      sendAll(false);
    }

    assertThat(transport.bodies()).hasSize(16);
    assertThat(counters.read().aggregating()).isEqualTo(24);
  }

  @Test
  void withoutARateLimit_eachErrorIsAnEvent() {
    pipeline = pipeline(RateLimit.none(), null);
    for (int i = 0; i < 100; i++) {
      take(EventType.UNHANDLED_ERROR, 1);
      sendAll(false);
    }

    assertThat(transport.bodies()).hasSize(100);
  }

  @Test
  void otherThingsToSend_doNotWaitForAnOpenAggregate() throws Exception {
    take(EventType.UNHANDLED_ERROR, 1);
    sendAll(false);
    take(EventType.UNHANDLED_ERROR, 1);
    Delay delay = pipeline.send(false);

    assertThat(Duration.ofNanos(delay.nanos())).isEqualTo(Duration.ofSeconds(10));
    assertThat(pipeline.backlog().isIdle()).isTrue();
    assertThat(pipeline.backlog().oldestDue()).as("so that a ping goes").isEqualTo(2);
  }

  @Test
  void endOfTheJvm_afterARefusal_sendsNoMoreThanTheBudgetAllows_andSpoolsTheRest()
      throws Exception {
    pipeline = pipeline(RateLimit.DEFAULT, directory);
    transport.then(Outcome.rateLimited(429, Duration.ofMinutes(30)));
    for (int kind = 0; kind < 5; kind++) {
      take(EventType.UNHANDLED_ERROR, kind);
    }
    sendAll(false);
    time.advance(Duration.ofMinutes(45));
    pipeline.health().startDraining();
    sendAll(true);

    assertThat(transport.requests()).as("one after the silence").hasSize(2);
    assertThat(pipeline.health().isHopeless()).isTrue();

    pipeline.end();

    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.filter(file -> file.toString().endsWith(".event"))).hasSize(4);
    }
    assertThat(counters.read().totalDropped()).isZero();
  }

  @Test
  void flush_sendsOpenAggregates_andSoDoesClose() {
    try (TrackXClient client = client()) {
      capture(client, 1);
      Waiting.until(() -> client.diagnostics().sent() == 1);
      capture(client, 2);
      Waiting.until(() -> client.diagnostics().aggregating() == 2);
      assertThat(client.diagnostics().pending()).isZero();

      assertThat(client.flush(PATIENCE)).isTrue();
      assertThat(transport.bodies()).hasSize(2);
      assertThat(transport.bodies().get(1)).contains("\"occurrences\":2,");
      assertThat(client.diagnostics().aggregating()).isZero();

      capture(client, 5);
      Waiting.until(() -> client.diagnostics().aggregating() == 5);
      client.close();

      assertThat(transport.bodies()).hasSize(3);
      assertThat(transport.bodies().get(2)).contains("\"occurrences\":5,");
      assertThat(client.diagnostics().sent() + client.diagnostics().folded()).isEqualTo(8);
    }
  }

  @Test
  void replacement_takesOverOpenAggregates_andWhatIsKnown() {
    try {
      TrackXClient first = TrackX.setup(builder());
      capture(first, 1);
      Waiting.until(() -> first.diagnostics().sent() == 1);
      capture(first, 2);
      Waiting.until(() -> first.diagnostics().aggregating() == 2);
      TrackXClient second = TrackX.setup(builder());
      capture(second, 1);
      Waiting.until(() -> second.diagnostics().aggregating() == 3);

      assertThat(transport.bodies()).hasSize(1);

      TrackX.close();

      assertThat(transport.bodies()).hasSize(2);
      assertThat(transport.bodies().get(1)).contains("\"occurrences\":3,");
    } finally {
      TrackX.setup((String) null);
    }
  }

  private static void capture(TrackXClient client, int times) {
    for (int i = 0; i < times; i++) {
      client.capture(EventType.CUSTOM_LOGGER).reason(Errors.at(1)).send();
    }
  }

  private TrackXClient client() {
    return builder().build();
  }

  private TrackXClient.Builder builder() {
    return TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .shutdownTimeout(PATIENCE);
  }

  private Pipeline pipeline(RateLimit limit, @Nullable Path spool) {
    Options options = transport.options(limit, spool);
    counters = new Counters(new Warnings(options.endpoint, options.origin));
    return new Pipeline(
        options, counters, new ApplicationPing(), time, new Random(1), new MemoryReserve(false, 0));
  }

  private void take(EventType type, int kind) {
    counters.captured();
    Occurrence occurrence = new Occurrence(
        type,
        time.nanoTime(),
        CauseChain.of(Errors.at(kind)),
        "main",
        Collections.emptyMap(),
        null,
        null);
    pipeline.process(occurrence, false);
  }

  private void sendAll(boolean hurry) {
    Delay delay = Delay.NONE;
    while (delay.isNone() || delay == EventSpool.LOOK_AGAIN) {
      delay = pipeline.send(hurry);
      pipeline.settle(Duration.ofSeconds(5).toNanos());
    }
  }
}
