package app.trackx.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import app.trackx.internal.jvm.TimeSource;
import app.trackx.local.TrackXLocal;
import app.trackx.relay.kafka.Accounts;
import app.trackx.relay.kafka.Broker;
import app.trackx.relay.kafka.Requests;
import app.trackx.testing.Waiting;
import app.trackx.transport.kafka.KafkaTransport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole relays with a real broker and trackx-local as the server. */
@Timeout(180)
class KafkaRelayTest {
  private static final int KINDS = 20;

  private static Broker broker;
  private static int groups;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String group = "relay-" + ++groups;

  @BeforeAll
  static void start() throws Exception {
    broker = Broker.start();
  }

  @AfterAll
  static void stop() throws Exception {
    broker.close();
  }

  @Test
  void twoRelays_foldEverythingWithExactCounts() throws Exception {
    try (TrackXLocal server = TrackXLocal.start();
        Relay first = relay(server);
        Relay second = relay(server)) {
      Map<Integer, Long> sent = new TreeMap<>();
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        sent.merge(i % KINDS, 1L, Long::sum);
        Relay relay = i % 2 == 0 ? first : second;
        answers.add(post(relay, server, "event", Requests.json(i % KINDS), "10.0.0." + i % 50));
      }
      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        assertThat(answer.join().statusCode())
            .as(refusals(first) + refusals(second))
            .isEqualTo(200);
      }

      Waiting.until("each kind", () -> Accounts.onServer(server.events()).size() == KINDS);
      Waiting.until("each error", () -> everywhere(server).equals(sent));

      assertThat(server.issues()).hasSize(KINDS);
      assertThat(server.sessions().size()).isBetween(1, 50);
    }
  }

  @Test
  void relayThatStops_leavesItsWorkToTheOther() throws Exception {
    try (TrackXLocal server = TrackXLocal.start();
        Relay stays = relay(server)) {
      Relay leaves = relay(server);
      post(leaves, server, "event", Requests.json(1), "10.0.0.1").join();
      leaves.close();
      post(stays, server, "event", Requests.json(2), "10.0.0.1").join();

      Waiting.until("both", () -> Accounts.onServer(server.events()).equals(Map.of(1, 1L, 2, 1L)));
      assertThat(text(stays, "/metrics")).contains("trackx_relay_kafka_outbox 1");
      assertThat(text(stays, "/health")).isEqualTo("ok");
    }
  }

  @Test
  void sources_areSessionsOnWhicheverRelay() throws Exception {
    try (TrackXLocal server = TrackXLocal.start();
        Relay first = relay(server);
        Relay second = relay(server)) {
      for (int source = 0; source < 10; source++) {
        for (Relay relay : List.of(first, second)) {
          assertThat(post(relay, server, "ping", "", "10.0.0." + source).join().statusCode())
              .as(refusals(relay))
              .isEqualTo(200);
        }
      }

      Waiting.until("ten sessions", () -> server.sessions().size() == 10);
    }
  }

  @Test
  void clientsThatWriteToKafka_areHeardOf() throws Exception {
    try (TrackXLocal server = TrackXLocal.start();
        Relay relay = relay(server);
        TrackXClient client = TrackXClient.builder(server.endpoint())
            .rateLimit(RateLimit.none())
            .transport(KafkaTransport.builder(broker.servers())
                .topic(group + "-events")
                .source("host-1")
                .build())
            .build()) {
      client.sendEvent(new IllegalStateException("broken"));
      assertThat(client.flush(Duration.ofSeconds(30))).isTrue();

      assertThat(server.awaitEvents(1, Waiting.PATIENCE)).isTrue();
      assertThat(server.events().get(0).name()).contains("IllegalStateException");
      assertThat(server.events().get(0).frames().get(0).callee()).contains("KafkaRelayTest");
      assertThat(relay.metrics().total("dropped_total")).isZero();
    }
  }

  @Test
  void missingTopic_isAFaultInWordsForTheTransport() throws Exception {
    KafkaTransport transport =
        KafkaTransport.builder(broker.servers()).topic("nobody-made-it").build();
    try (TrackXClient client = TrackXClient.builder("http://127.0.0.1:9/v1/abcdefghijk")
        .transport(transport)
        .callTimeout(Duration.ofSeconds(4))
        .build()) {
      client.sendEvent(new IllegalStateException("broken"));

      Waiting.until("the fault", () -> client.diagnostics().totalDropped() == 1);
    }
  }

  @Test
  void check_findsNothingWrong() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      assertThat(check(server, broker.servers()))
          .contains(
              "with 1 broker",
              group + "-events is missing; the relay will create it",
              "transactions work")
          .doesNotContain("WRONG");

      relay(server).close();
      assertThat(check(server, broker.servers()))
          .contains(group + "-events can be used: 2 partitions")
          .doesNotContain("WRONG");
    }
  }

  @Test
  void check_saysThatNoBrokerAnswers() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      assertThat(check(server, "127.0.0.1:" + freePort()))
          .contains("WRONG  Kafka does not answer at 127.0.0.1:", "advertised.listeners");
      assertThat(check(server, "no-port")).contains("WRONG  Kafka's clients do not accept");
    }
  }

  @Test
  void check_saysThatReplicasAreTooMany() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      assertThat(check(server, broker.servers(), "--kafka-replication", "3"))
          .contains("cannot create it. Kafka has fewer brokers");
    }
  }

  @Test
  void relayWithoutABroker_failsInWords() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      Options options = options(
          server,
          "127.0.0.1:" + freePort(),
          "--kafka.default.api.timeout.ms=3000",
          "--kafka.request.timeout.ms=2000");

      assertThatThrownBy(() -> Relay.start(options, TimeSource.SYSTEM))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Kafka does not answer");
    }
  }

  private Map<Integer, Long> everywhere(TrackXLocal server) {
    try {
      return Accounts.everywhere(server::events, broker.servers(), group);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Relay relay(TrackXLocal server) throws Exception {
    return Relay.start(options(server, broker.servers()), TimeSource.SYSTEM);
  }

  private Options options(TrackXLocal server, String brokers, String... more) throws Exception {
    List<String> flags = new ArrayList<>(List.of(
        "--server",
        "http://127.0.0.1:" + server.port(),
        "--listen",
        "127.0.0.1:0",
        "--burst",
        "0",
        "--trust-proxy",
        "--kafka",
        brokers,
        "--kafka-topic",
        group + "-events",
        "--kafka-group",
        group,
        "--kafka-partitions",
        "2"));
    flags.addAll(List.of(more));
    return OptionsReader.read(flags.toArray(new String[0]), Map.of());
  }

  private String check(TrackXLocal server, String brokers, String... more) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new Check(options(server, brokers, more))
        .run(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String refusals(Relay relay) {
    return relay
        .metrics()
        .text()
        .lines()
        .filter(line -> line.contains("refused"))
        .toList()
        .toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private CompletableFuture<HttpResponse<String>> post(
      Relay relay, TrackXLocal server, String call, String json, String address) {
    String endpoint = server.endpoint().replace(":" + server.port(), ":" + relay.port());
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint + "/" + call))
        .timeout(Duration.ofSeconds(30))
        .header("Origin", "https://shop.example.com")
        .header("User-Agent", "Java/17.0 (Linux; amd64)")
        .header("X-Real-IP", address)
        .POST(HttpRequest.BodyPublishers.ofString(json));
    if (!json.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private String text(Relay relay, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + relay.port() + path);
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
