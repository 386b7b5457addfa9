package app.trackx.relay.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.Scrubber;
import app.trackx.internal.kafka.PartitionKey;
import app.trackx.relay.fold.Parcel;
import app.trackx.relay.fold.SightingReader;
import app.trackx.relay.forward.Verdict;
import app.trackx.relay.intake.DailySecret;
import app.trackx.relay.intake.Received;
import app.trackx.relay.metrics.Metrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RelayTopologyTest {
  private static final Instant START = Instant.parse("2026-03-14T12:00:00Z");
  private static final String KEY = Requests.KEY;

  private final HandOver handOver = new HandOver();
  private final Metrics metrics = new Metrics();
  private final KafkaCounters counters = new KafkaCounters(metrics);
  private final OutboxGauges gauges = new OutboxGauges(metrics);
  private final AtomicLong commits = new AtomicLong();
  private DailySecret secrets = day -> new byte[32];
  private KafkaOptions options = KafkaOptions.of("unused:9092");
  private SendBudget.Limit limit = SendBudget.Limit.NONE;
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> topic;

  @BeforeEach
  void start() {
    driver = driver(handOver);
    topic = driver.createInputTopic(
        options.topic(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  private TopologyTestDriver driver(HandOver to) {
    RelayTopology topology = new RelayTopology(
        options,
        new SightingReader(Scrubber.standard()),
        new SourceTokens(day -> secrets.of(day)),
        to,
        counters,
        gauges,
        limit,
        context -> commits::incrementAndGet); // the driver commits after each step
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, options.group());
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, options.bootstrapServers());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    return new TopologyTestDriver(topology.build(), properties, START);
  }

  @Test
  void firstErrorOfAKind_goesAtOnce() throws Exception {
    receive(Requests.event(KEY, 1, 1));

    pass(Duration.ofSeconds(1));

    assertThat(handOver.take(true, 0).occurrences()).isEqualTo(1);
  }

  @Test
  void equalErrors_areOneRequestWithExactCounts() throws Exception {
    for (int i = 0; i < 100; i++) {
      receive(Requests.event(KEY, 1, i % 7));
    }

    pass(Duration.ofSeconds(1));

    Parcel parcel = handOver.take(true, 0);
    assertThat(parcel.occurrences()).isEqualTo(100);
    assertThat(text(parcel)).contains("\"occurrences\":100", "\"instances\":7");
    assertThat(handOver.take(true, 0)).isNull();
  }

  @Test
  void errorsWhileOneIsSent_waitBesideIt() throws Exception {
    receive(Requests.event(KEY, 1, 1));
    pass(Duration.ofSeconds(1));
    Parcel first = handOver.take(true, 0);
    receive(Requests.event(KEY, 1, 2));
    pass(Duration.ofSeconds(12));

    handOver.settle(first, Verdict.SENT);
    pass(Duration.ofSeconds(12));

    assertThat(handOver.take(true, 0).occurrences()).isEqualTo(1);
  }

  @Test
  void knownKind_waitsForItsInterval() throws Exception {
    receive(Requests.event(KEY, 1, 1));
    pass(Duration.ofSeconds(1));
    handOver.settle(handOver.take(true, 0), Verdict.SENT);
    receive(Requests.event(KEY, 1, 1));

    pass(Duration.ofSeconds(8));
    assertThat(handOver.take(true, 0)).isNull();

    pass(Duration.ofSeconds(5));
    assertThat(handOver.take(true, 0).occurrences()).isEqualTo(1);
  }

  @Test
  void newKinds_goBeforeKnownOnesAndPings() throws Exception {
    receive(Requests.event(KEY, 1, 1));
    pass(Duration.ofSeconds(1));
    handOver.settle(handOver.take(true, 0), Verdict.SENT);
    receive(Requests.ping(KEY, 1));
    receive(Requests.event(KEY, 1, 1));
    receive(Requests.ping(KEY, 2));
    receive(Requests.ping(KEY, 3));
    for (int kind = 2; kind < 6; kind++) {
      receive(Requests.event(KEY, kind, 1));
    }
    pass(Duration.ofSeconds(15));

    List<String> order = new ArrayList<>();
    for (Parcel next = handOver.take(true, 0); next != null; next = handOver.take(true, 0)) {
      order.add(next.ping() != null ? "ping" : text(next).replaceAll(".*of kind (\\d).*", "$1"));
      handOver.settle(next, Verdict.SENT);
      pass(Duration.ofMillis(200));
    }

    // one ping was handed over before any error came
    assertThat(order).startsWith("2", "3", "4", "5", "1").containsOnlyOnce("1").endsWith("ping");
    assertThat(order).hasSize(8);
  }

  @Test
  void noMoreThanTwo_areHandedOver() {
    for (int kind = 0; kind < 20; kind++) {
      receive(Requests.event(KEY, kind, 1));
    }

    pass(Duration.ofSeconds(5));

    assertThat(handOver.handedOver(false)).isEqualTo(OutboxProcessor.MAX_HANDED_OVER);
    assertThat(gauges.numbers().kinds()).isEqualTo(20);
    assertThat(gauges.numbers().errors()).isEqualTo(20);
  }

  @Test
  void pingsAndErrors_doNotTakeEachOthersPlace() throws Exception {
    for (int source = 0; source < 5; source++) {
      receive(Requests.ping(KEY, source));
    }
    pass(Duration.ofSeconds(1));
    receive(Requests.event(KEY, 1, 1));
    pass(Duration.ofSeconds(1));

    assertThat(handOver.take(false, 0).occurrences()).isEqualTo(1);
  }

  @Test
  void noMoreIsHandedOver_thanTheRateLimitAllows() throws Exception {
    driver.close();
    limit = new SendBudget.Limit(10, 6);
    start();
    for (int kind = 0; kind < 40; kind++) {
      receive(Requests.event(KEY, kind, 1));
    }

    assertThat(sentIn(Duration.ofSeconds(60))).isBetween(14, 16);
    assertThat(sentIn(Duration.ofSeconds(60))).isBetween(5, 7);
  }

  private int sentIn(Duration time) throws InterruptedException {
    int sent = 0;
    for (long left = time.toMillis(); left > 0; left -= 200) {
      pass(Duration.ofMillis(200));
      Parcel parcel = handOver.take(true, 0);
      if (parcel != null) {
        sent++;
        handOver.settle(parcel, Verdict.SENT);
      }
    }
    return sent;
  }

  @Test
  void requestThatWasNotAccepted_isTheSameWhenItIsSentAgain() throws Exception {
    receive(Requests.event(KEY, 1, 1));
    receive(Requests.event(KEY, 1, 2));
    pass(Duration.ofSeconds(1));
    Parcel first = handOver.take(true, 0);
    receive(Requests.event(KEY, 1, 3));
    pass(Duration.ofMinutes(2));

    handOver.settle(first, Verdict.RETURNED);
    pass(Duration.ofSeconds(1));

    Parcel again = handOver.take(true, 0);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.occurrences()).isEqualTo(2);
  }

  @Test
  void failures_areCountedForOneRequest() throws Exception {
    receive(Requests.event(KEY, 1, 1));
    pass(Duration.ofSeconds(1));
    for (int i = 0; i < 3; i++) {
      Parcel parcel = handOver.take(true, 0);
      assertThat(handOver.failures(parcel)).isEqualTo(i);
      handOver.settle(parcel, Verdict.FAILED);
      pass(Duration.ofSeconds(1));
    }

    handOver.settle(handOver.take(true, 0), Verdict.DISCARDED);
    pass(Duration.ofSeconds(1));

    assertThat(handOver.take(true, 0)).isNull();
  }

  @Test
  void pingOfASession_isSentOnceADay() throws Exception {
    receive(Requests.ping(KEY, 1));
    receive(Requests.ping(KEY, 1));
    pass(Duration.ofSeconds(1));
    handOver.settle(handOver.take(true, 0), Verdict.SENT);
    pass(Duration.ofSeconds(1));
    receive(Requests.ping(KEY, 1));
    pass(Duration.ofHours(1));

    assertThat(handOver.take(true, 0)).isNull();
  }

  @Test
  void pingOfAnotherDay_isDroppedAndCounted() throws Exception {
    limit = new SendBudget.Limit(1, 1e-9);
    driver.close();
    start();
    receive(Requests.event(KEY, 1, 1));
    receive(Requests.ping(KEY, 1));
    pass(Duration.ofSeconds(1));
    handOver.settle(handOver.take(true, 0), Verdict.SENT);

    pass(Duration.ofHours(13));
    receive(Requests.ping(KEY, 1)); // received the day before
    pass(Duration.ofSeconds(1));

    assertThat(metrics.total("dropped_total")).isEqualTo(1);
    assertThat(handOver.take(true, 0)).isNull();
  }

  @Test
  void pings_waitWhileTheyMayNotBeTaken() throws Exception {
    receive(Requests.ping(KEY, 1));
    pass(Duration.ofSeconds(1));

    assertThat(handOver.take(false, 0)).isNull();
    assertThat(handOver.take(true, 0).ping()).isNotNull();
  }

  private KeyValueStore<String, byte[]> outbox() {
    return driver.getKeyValueStore(OutboxProcessor.STORE);
  }

  @Test
  void forgottenKinds_leaveTheStore() throws Exception {
    receive(Requests.event(KEY, 1, 1));
    receive(Requests.ping(KEY, 1));
    pass(Duration.ofSeconds(1));
    handOver.settle(handOver.take(true, 0), Verdict.SENT);
    pass(Duration.ofSeconds(1));
    handOver.settle(handOver.take(true, 0), Verdict.SENT);

    pass(Duration.ofHours(3));
    assertThat(stored()).containsExactly("ping");

    pass(Duration.ofHours(12));
    assertThat(stored()).isEmpty();
  }

  private List<String> stored() {
    List<String> keys = new ArrayList<>();
    try (var all = outbox().all()) {
      all.forEachRemaining(entry -> keys.add(entry.key.split("/")[0]));
      keys.remove("budget");
    }
    return keys;
  }

  @Test
  void fullOutbox_dropsNewKindsAndCountsThem() {
    driver.close();
    options = new KafkaOptions(
        options.bootstrapServers(), options.topic(), options.group(), 6, 0, 1, 20_000, Map.of());
    start();
    for (int kind = 0; kind < 50; kind++) {
      receive(Requests.event(KEY, kind, 1));
      receive(Requests.event(KEY, kind, 1));
    }

    pass(Duration.ofSeconds(1));

    long kept = gauges.numbers().kinds();
    assertThat(kept).isBetween(5L, 30L);
    assertThat(metrics.total("dropped_total")).isEqualTo(2 * (50 - kept));
  }

  @Test
  void damagedRecord_isSkippedAndCounted() throws Exception {
    topic.pipeInput(new byte[] {1}, new byte[] {9, 9, 9});
    topic.pipeInput(new byte[] {1}, "{}".getBytes(StandardCharsets.UTF_8));
    receive(Requests.event(KEY, 1, 1));

    pass(Duration.ofSeconds(1));

    assertThat(metrics.total("dropped_total")).isEqualTo(2);
    assertThat(handOver.take(true, 0)).isNotNull();
  }

  @Test
  void invalidHeader_isSkippedAndCounted() {
    Received event = Requests.event(KEY, 1, 1);
    for (String origin : List.of("", "https://a\r\nX: y", "https://ä")) {
      receive(new Received(
          event.kind(),
          KEY,
          origin,
          "Java",
          event.source(),
          "",
          "",
          event.wallMillis(),
          event.body()));
    }
    receive(new Received(
        event.kind(), "../secret", "https://a", "Java", event.source(), "", "", 1, event.body()));

    assertThat(metrics.total("dropped_total")).isEqualTo(4);
  }

  @Test
  void folding_passesAKindOnEveryTenSeconds() {
    for (int second = 0; second < 60; second++) {
      for (int i = 0; i < 50; i++) {
        receive(Requests.event(KEY, 1, i));
      }
      pass(Duration.ofSeconds(1));
    }

    var deltas = driver.createOutputTopic(
        options.group() + "-outbox-repartition",
        new StringDeserializer(),
        new ByteArrayDeserializer());
    assertThat(deltas.readRecordsToList()).hasSizeBetween(5, 8);
  }

  @Test
  void sourceThatNamesItself_getsAToken() throws Exception {
    Received event = Requests.event(KEY, 1, 1);
    receive(new Received(
        event.kind(),
        KEY,
        event.origin(),
        event.userAgent(),
        "host-1",
        "",
        "",
        event.wallMillis(),
        event.body()));

    pass(Duration.ofSeconds(1));

    assertThat(handOver.take(true, 0).userAgent())
        .matches("Java/17\\.0 \\(Linux; amd64\\) visitor/[0-9ghjkpz]{32}");
  }

  @Test
  void missingSecret_stopsTheTaskAndLosesNothing() {
    secrets = day -> {
      throw new IllegalStateException("Kafka does not answer");
    };
    Received event = Requests.event(KEY, 1, 1);

    assertThatThrownBy(() -> receive(new Received(
            event.kind(),
            KEY,
            event.origin(),
            event.userAgent(),
            "host-1",
            "",
            "",
            event.wallMillis(),
            event.body())))
        .hasRootCauseMessage("Kafka does not answer");

    assertThat(metrics.total("dropped_total")).isZero();
  }

  /** Receives a request at the start, whatever the real time is. */
  private void receive(Received request) {
    Received atStart = new Received(
        request.kind(),
        request.key(),
        request.origin(),
        request.userAgent(),
        request.source(),
        request.contentType(),
        request.page(),
        START.toEpochMilli(),
        request.body());
    topic.pipeInput(PartitionKey.of(request.key(), request.body()), atStart.toBytes());
  }

  /** Lets time pass in steps, as it does. */
  private void pass(Duration time) {
    long step = Math.min(500, Math.max(50, time.toMillis() / 200));
    for (long left = time.toMillis(); left > 0; left -= step) {
      driver.advanceWallClockTime(Duration.ofMillis(Math.min(step, left)));
    }
  }

  private static String text(Parcel parcel) {
    return new String(parcel.body(), StandardCharsets.UTF_8);
  }
}
