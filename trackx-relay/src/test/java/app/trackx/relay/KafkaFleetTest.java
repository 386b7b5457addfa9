package app.trackx.relay;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.relay.kafka.Accounts;
import app.trackx.relay.kafka.BrokerProcesses;
import app.trackx.relay.kafka.Requests;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fleet, three brokers and two relays that are killed while it fails. Runs with {@code -Pfleet}; the system properties
 * {@code fleet.*} set its size.
 */
@Tag("fleet")
class KafkaFleetTest {
  private static final int SOURCES = Integer.getInteger("fleet.sources", 300);
  private static final int ERRORS = Integer.getInteger("fleet.errors", 1_000_000);
  private static final int KINDS = Integer.getInteger("fleet.kinds", 500);
  private static final int PER_MINUTE = Integer.getInteger("fleet.perMinute", 600);
  private static final int KILLS = Integer.getInteger("fleet.kills", 10);
  private static final int THREADS = Integer.getInteger("fleet.threads", 16);

  private static final String GROUP = "fleet";

  /** What may be sent again when a relay dies: the parcels that were handed over, see {@code OutboxProcessor}. */
  private static final int AGAIN_FOR_EACH_KILL = 3;

  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final Map<Integer, LongAdder> kept = new ConcurrentHashMap<>();

  /** Requests without an answer that tells whether they were kept. Each was sent again. */
  private final Map<Integer, LongAdder> doubtful = new ConcurrentHashMap<>();

  @TempDir
  Path directory;

  @Test
  void nothingIsLost_whoeverIsKilled() throws Exception {
    long start = System.nanoTime();
    try (LimitedServer server = new LimitedServer(PER_MINUTE, directory);
        BrokerProcesses brokers = BrokerProcesses.start(directory);
        RelayProcess first = relay(1, server, brokers);
        RelayProcess second = relay(2, server, brokers)) {
      List<RelayProcess> relays = List.of(first, second);
      for (RelayProcess relay : relays) {
        relay.await();
      }
      report("up, with " + server, start);
      List<Thread> fleet = fleet(server, relays);
      for (int kill = 1; kill <= KILLS; kill++) {
        awaitProgress((long) ERRORS * kill / (KILLS + 1));
        kill(kill, brokers, relays);
        report("kill " + kill + ", answered " + answered, start);
      }
      for (Thread thread : fleet) {
        thread.join();
      }
      report("sent", start);
      awaitAll(server, brokers);
      report("accounted for", start);
      check(server, brokers);
    }
  }

  private RelayProcess relay(int number, LimitedServer server, BrokerProcesses brokers)
      throws IOException {
    return new RelayProcess(
        directory.resolve("relay-" + number + ".log"),
        List.of(
            "--server",
            server.address(),
            "--per-minute",
            Integer.toString(PER_MINUTE),
            "--trust-proxy",
            "--kafka",
            brokers.servers(),
            "--kafka-topic",
            GROUP + "-events",
            "--kafka-group",
            GROUP));
  }

  private static void report(String what, long start) {
    System.out.println("fleet: " + what + " after "
        + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) / 1000.0 + " s");
  }

  // ---- the fleet -------------------------------------------------------------------------------

  private List<Thread> fleet(LimitedServer server, List<RelayProcess> relays) {
    String path = URI.create(server.server().endpoint()).getPath() + "/event";
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(() -> fail(path, relays), "fleet-" + i);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    return threads;
  }

  private void fail(String path, List<RelayProcess> relays) {
    for (int number = next.getAndIncrement(); number < ERRORS; number = next.getAndIncrement()) {
      int kind = number % KINDS;
      String body = Requests.json(kind);
      for (int attempt = number; !post(path, relays, attempt, number % SOURCES, body); attempt++) {
        count(doubtful, kind);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
      count(kept, kind);
      answered.incrementAndGet();
    }
  }

  private boolean post(
      String path, List<RelayProcess> relays, int attempt, int source, String body) {
    String address = relays.get(attempt % relays.size()).address();
    HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
        .timeout(Duration.ofSeconds(20))
        .header("Origin", "https://shop.example.com")
        .header("User-Agent", "Java/17.0 (Linux; amd64)")
        .header("X-Real-IP", "10.0." + source / 250 + "." + source % 250)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException killed) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void count(Map<Integer, LongAdder> counts, int kind) {
    counts.computeIfAbsent(kind, any -> new LongAdder()).increment();
  }

  private void awaitProgress(long errors) {
    long deadline = System.nanoTime() + TimeUnit.HOURS.toNanos(1);
    while (answered.get() < errors) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("the fleet got no further than " + answered);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** Kills a relay and a broker in turn, and waits until what was killed is back. */
  private static void kill(int number, BrokerProcesses brokers, List<RelayProcess> relays)
      throws Exception {
    if (number % 2 == 1) {
      RelayProcess relay = relays.get(number / 2 % relays.size());
      relay.kill();
      relay.start();
      relay.await();
    } else {
      int broker = number / 2 % 3;
      brokers.kill(broker);
      brokers.restart(broker);
      brokers.awaitAll();
    }
  }

  // ---- what became of it -----------------------------------------------------------------------

  private void awaitAll(LimitedServer server, BrokerProcesses brokers) throws Exception {
    long patience = TimeUnit.MINUTES.toNanos(3) + TimeUnit.MINUTES.toNanos(KINDS) / PER_MINUTE;
    long deadline = System.nanoTime() + patience;
    while (!isAll(server, brokers)) {
      if (System.nanoTime() - deadline > 0) {
        check(server, brokers);
        throw new AssertionError("not all kinds arrived");
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }

  private boolean isAll(LimitedServer server, BrokerProcesses brokers) throws Exception {
    if (Accounts.onServer(server.server().events()).size() < KINDS) {
      return false;
    }
    Map<Integer, Long> found = everywhere(server, brokers);
    return kept.entrySet().stream()
        .allMatch(
            kind -> found.getOrDefault(kind.getKey(), 0L) >= kind.getValue().sum());
  }

  private static Map<Integer, Long> everywhere(LimitedServer server, BrokerProcesses brokers)
      throws Exception {
    return Accounts.everywhere(server.server()::events, brokers.servers(), GROUP);
  }

  private void check(LimitedServer server, BrokerProcesses brokers) throws Exception {
    int events = server.server().events().size();
    var bodies = new HashSet<String>();
    server.server().events().forEach(event -> bodies.add(event.json()));
    System.out.println(
        "fleet: " + events + " events, " + (events - bodies.size()) + " of them again, "
            + server.refusals() + " refusals, "
            + doubtful.values().stream().mapToLong(LongAdder::sum).sum()
            + " requests without an answer");
    assertThat(server.refusals()).isZero();
    assertThat(events - bodies.size()).isBetween(0, AGAIN_FOR_EACH_KILL * KILLS);
    Map<Integer, Long> found = everywhere(server, brokers);
    assertThat(found).hasSize(KINDS);
    for (Map.Entry<Integer, Long> kind : found.entrySet()) {
      long least = kept.get(kind.getKey()).sum();
      LongAdder more = doubtful.get(kind.getKey());
      assertThat(kind.getValue())
          .as("kind " + kind.getKey())
          .isBetween(least, least + (more == null ? 0 : more.sum()));
    }
  }
}
