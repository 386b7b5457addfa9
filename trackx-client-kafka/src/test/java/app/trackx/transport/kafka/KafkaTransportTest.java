package app.trackx.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import app.trackx.testing.Waiting;
import app.trackx.transport.Outcome;
import app.trackx.transport.TransportRequest;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KafkaTransportTest {
  private static final String ENDPOINT = "https://trackx.example.com/v1/abcdefghijk";
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final FakeProducer producer = producer(true);
  private final KafkaTransport transport =
      KafkaTransport.builder(producer).source("host-1").build();

  @AfterEach
  void release() {
    transport.idle();
  }

  private static FakeProducer producer(boolean acknowledges) {
    return new FakeProducer(acknowledges);
  }

  @Test
  void version_isTheIntendedOne() {
    assertThat(AppInfoParser.getVersion())
        .startsWith(System.getProperty("trackx.test.kafka", "4."));
  }

  @Test
  void acknowledgedRecord_isSent() throws Exception {
    assertThat(transport.send(event("{}")).kind()).isEqualTo(Outcome.Kind.SENT);

    ProducerRecord<byte[], byte[]> record = producer.history().get(0);
    assertThat(record.topic()).isEqualTo("trackx-events");
    assertThat(record.key()).hasSize(16);
  }

  @Test
  void record_holdsTheRequest() throws Exception {
    transport.send(event("{\"name\":\"E\"}"));

    DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(producer.history().get(0).value()));
    assertThat(in.readByte()).isEqualTo((byte) 1);
    assertThat(in.readByte()).isEqualTo((byte) 0);
    assertThat(in.readLong()).isPositive();
    assertThat(List.of(text(in), text(in), text(in), text(in), text(in), text(in)))
        .containsExactly("abcdefghijk", "https://shop.example.com", "Java/17", "host-1", "", "");
    assertThat(text(in)).isEqualTo("{\"name\":\"E\"}");
    assertThat(in.available()).isZero();
  }

  @Test
  void equalErrors_haveEqualKeys() throws Exception {
    transport.send(event("{\"message\":\"1\",\"stack\":\"s\"}"));
    transport.send(event("{\"message\":\"2\",\"stack\":\"s\"}"));
    transport.send(event("{\"message\":\"1\",\"stack\":\"t\"}"));

    List<byte[]> keys =
        producer.history().stream().map(ProducerRecord::key).collect(Collectors.toList());
    assertThat(keys.get(1)).isEqualTo(keys.get(0));
    assertThat(keys.get(2)).isNotEqualTo(keys.get(0));
  }

  @Test
  void pingsAndReports_areKnownByTheirCall() throws Exception {
    transport.send(request("/ping", ""));
    transport.send(request("/report", "[]"));

    assertThat(producer.history())
        .extracting(record -> record.value()[1])
        .containsExactly((byte) 1, (byte) 2);
    assertThat(new String(producer.history().get(1).value(), StandardCharsets.UTF_8))
        .contains("application/json");
  }

  @Test
  void otherUrl_isAFailure() {
    assertThatThrownBy(() -> transport.send(request("/other", ""))).isInstanceOf(IOException.class);
  }

  @Test
  void missingRights_areAFaultInWords() throws Exception {
    producer.sendException = new TopicAuthorizationException("trackx-events");

    Outcome outcome = transport.send(event("{}"));

    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.MISCONFIGURED);
    assertThat(outcome.status()).isZero();
    assertThat(outcome.detail()).contains("WRITE and DESCRIBE", "trackx-events");
  }

  @Test
  void rejectedLogin_isAFaultInWords() throws Exception {
    producer.sendException = new SaslAuthenticationException("wrong");

    assertThat(transport.send(event("{}")).detail()).contains("rejects the login");
  }

  @Test
  void missingTopic_isAFaultInWords() throws Exception {
    producer.sendException = new org.apache.kafka.common.errors.TimeoutException(
        "not present in metadata", new UnknownTopicOrPartitionException());

    assertThat(transport.send(event("{}")).detail()).contains("no topic trackx-events");
  }

  @Test
  void rightsThatWereThereBefore_areMissingOnlyForATime() throws Exception {
    transport.send(event("{}"));
    producer.sendException = new TopicAuthorizationException("trackx-events");

    assertThatThrownBy(() -> transport.send(event("{}")))
        .isInstanceOf(IOException.class)
        .hasMessage("TopicAuthorizationException");
  }

  @Test
  void largeRecord_isRejectedAlone() throws Exception {
    producer.sendException = new RecordTooLargeException("too large");
    assertThat(transport.send(event("{}")).kind()).isEqualTo(Outcome.Kind.REJECTED);

    producer.sendException = null;
    assertThat(transport.send(event("{}")).kind()).isEqualTo(Outcome.Kind.SENT);
  }

  @Test
  void otherFailure_isRetried() {
    producer.sendException = new org.apache.kafka.common.errors.TimeoutException("expired");

    assertThatThrownBy(() -> transport.send(event("{}")))
        .isInstanceOf(NotAcknowledgedException.class);
  }

  @Test
  void applicationsProducer_staysOpen() throws Exception {
    transport.send(event("{}"));
    transport.idle();

    assertThat(producer.closed()).isFalse();
    assertThat(transport.send(event("{}")).kind()).isEqualTo(Outcome.Kind.SENT);
  }

  @Test
  void missingAcknowledgement_endsWithTheTimeout() {
    KafkaTransport silent = KafkaTransport.builder(producer(false)).build();
    long start = System.nanoTime();

    assertThatThrownBy(() -> silent.send(request("/event", "{}", Duration.ofMillis(300))))
        .isInstanceOf(IOException.class);

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(290), Duration.ofSeconds(5));
  }

  @Test
  void producerThatBlocks_delaysNoCallBeyondItsTimeout() throws Exception {
    BlockingProducer blocking = new BlockingProducer();
    KafkaTransport stuck = KafkaTransport.builder(blocking).build();
    for (int i = 0; i < 4; i++) {
      assertThatThrownBy(() -> stuck.send(request("/event", "{}", Duration.ofMillis(100))))
          .isInstanceOf(IOException.class);
    }

    blocking.released.countDown();

    assertThat(blocking.thread.get().getName()).isEqualTo("trackx-kafka");
    assertThat(blocking.thread.get().isDaemon()).isTrue();
    assertThat(blocking.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void interrupt_endsTheCall() {
    KafkaTransport silent = KafkaTransport.builder(producer(false)).build();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> silent.send(event("{}"))).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void unreachableBroker_isRetriedWithinTheTimeout() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    KafkaTransport unreachable =
        KafkaTransport.builder("127.0.0.1:" + port).topic("errors").build();
    long start = System.nanoTime();

    assertThatThrownBy(() -> unreachable.send(request("/event", "{}", Duration.ofSeconds(2))))
        .isInstanceOf(NotAcknowledgedException.class);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    unreachable.idle();
    Waiting.until(() -> kafkaThreads().isEmpty());
  }

  @Test
  void brokerThatAcceptsAndIsSilent_isRetriedWithinTheTimeout() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      KafkaTransport hanging =
          KafkaTransport.builder("127.0.0.1:" + silent.getLocalPort()).build();
      long start = System.nanoTime();

      assertThatThrownBy(() -> hanging.send(request("/event", "{}", Duration.ofSeconds(2))))
          .isInstanceOf(NotAcknowledgedException.class);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void wrongAddress_isAFaultInWords() throws Exception {
    KafkaTransport wrong = KafkaTransport.builder("no-port").build();

    assertThat(wrong.send(event("{}")).detail()).contains("bootstrapServers");
  }

  @Test
  void ownConfiguration_cannotBeWeakened() {
    ProducerSource.Own own = new ProducerSource.Own(
        "broker:9092",
        Map.of(
            "acks",
            "0",
            "max.block.ms",
            60_000,
            "transactional.id",
            "t",
            "security.protocol",
            "SSL"));

    Map<String, Object> configuration = own.configuration(Duration.ofSeconds(10));

    assertThat(configuration)
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true)
        .containsEntry("max.block.ms", 5_000L)
        .containsEntry("delivery.timeout.ms", 5_000)
        .containsEntry("security.protocol", "SSL")
        .doesNotContainKey("transactional.id");
  }

  @Test
  void client_sendsThroughIt() {
    try (TrackXClient client = TrackXClient.builder(ENDPOINT)
        .rateLimit(RateLimit.none())
        .transport(transport)
        .build()) {
      client.sendEvent(new IllegalStateException("broken"));
      assertThat(client.flush(Duration.ofSeconds(20))).isTrue();
    }

    assertThat(producer.history())
        .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
        .anySatisfy(value -> assertThat(value).contains("IllegalStateException", "abcdefghijk"));
  }

  @Test
  void builder_rejectsWhatCannotWork() {
    assertThatThrownBy(() -> KafkaTransport.builder(" "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> KafkaTransport.builder("broker:9092").topic(""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> KafkaTransport.builder("broker:9092").source(""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> KafkaTransport.builder(producer).properties(Map.of()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(KafkaTransport.builder("broker:9092").properties(Map.of()).build())
        .hasToString("KafkaTransport{trackx-events}");
  }

  @Test
  void withoutASource_theMachineHasAName() throws Exception {
    KafkaTransport.builder(producer).build().send(event("{}"));

    DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(producer.history().get(0).value()));
    in.skipBytes(10);
    List<String> texts = List.of(text(in), text(in), text(in), text(in));
    assertThat(texts.get(3)).isNotEmpty();
  }

  private static List<String> kafkaThreads() {
    Stream<Thread> threads = Thread.getAllStackTraces().keySet().stream();
    return threads
        .map(Thread::getName)
        .filter(name -> name.startsWith("kafka-producer"))
        .collect(Collectors.toList());
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static TransportRequest event(String json) {
    return request("/event", json);
  }

  private static TransportRequest request(String call, String json) {
    return request(call, json, TIMEOUT);
  }

  private static TransportRequest request(String call, String json, Duration timeout) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Origin", "https://shop.example.com");
    headers.put("User-Agent", "Java/17");
    if (!json.isEmpty()) {
      headers.put("Content-Type", "application/json");
    }
    return new TransportRequest(
        ENDPOINT + call, headers, json.getBytes(StandardCharsets.UTF_8), timeout);
  }

  /** A producer whose {@code send} blocks as one that waits for metadata. */
  private static final class BlockingProducer extends FakeProducer {
    final CountDownLatch released = new CountDownLatch(1);
    final CountDownLatch interrupted = new CountDownLatch(1);
    final AtomicReference<Thread> thread = new AtomicReference<>();

    BlockingProducer() {
      super(true);
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
      thread.set(Thread.currentThread());
      boolean done = false;
      while (!done) {
        try {
          done = released.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          interrupted.countDown();
        }
      }
      return super.send(record);
    }
  }
}
