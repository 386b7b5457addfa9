package app.trackx.relay.forward;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.delivery.SendGate;
import app.trackx.internal.http.HttpTransport;
import app.trackx.relay.fold.AggregateId;
import app.trackx.relay.fold.Parcel;
import app.trackx.relay.intake.RequestKind;
import app.trackx.relay.metrics.Metrics;
import app.trackx.relay.testing.FakeTime;
import app.trackx.relay.testing.Requests;
import app.trackx.testing.RawServer;
import app.trackx.testing.Waiting;
import app.trackx.transport.Outcome;
import app.trackx.transport.Transport;
import app.trackx.transport.TransportRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ForwarderTest {
  private final FakeTime time = new FakeTime();
  private final Metrics metrics = new Metrics();
  private final FakeOutbox outbox = new FakeOutbox();
  private final List<TransportRequest> requests = Collections.synchronizedList(new ArrayList<>());
  private final Queue<Object> answers = new ConcurrentLinkedQueue<>();
  private @Nullable Forwarder forwarder;

  /** Hands out parcels in order, and returned ones again. */
  private static final class FakeOutbox implements Outbox {
    final Queue<Parcel> due = new ConcurrentLinkedQueue<>();
    final List<Verdict> verdicts = Collections.synchronizedList(new ArrayList<>());
    volatile int failures;
    volatile int takes;

    @Override
    public @Nullable Parcel take(boolean pingsToo, long atMostMillis) {
      takes++;
      for (Parcel parcel : due) {
        if ((pingsToo || parcel.kind() != RequestKind.PING) && due.remove(parcel)) {
          return parcel;
        }
      }
      LockSupport.parkNanos(1_000_000); // a real one waits, too
      return null;
    }

    @Override
    public void settle(Parcel parcel, Verdict verdict) {
      verdicts.add(verdict);
      if (verdict == Verdict.RETURNED || verdict == Verdict.FAILED) {
        failures += verdict == Verdict.FAILED ? 1 : 0;
        due.add(parcel);
      }
    }

    @Override
    public int failures(Parcel parcel) {
      return failures;
    }
  }

  private static Parcel event(int kind, long occurrences) {
    AggregateId id = new AggregateId(Requests.KEY, Requests.ORIGIN, String.format("%032d", kind));
    byte[] body = Requests.errorJson(kind).getBytes(StandardCharsets.UTF_8);
    return new Parcel(
        RequestKind.EVENT,
        Requests.KEY,
        Requests.ORIGIN,
        Requests.AGENT,
        "application/json",
        body,
        occurrences,
        id,
        null);
  }

  private static Parcel ping() {
    return new Parcel(
        RequestKind.PING,
        Requests.KEY,
        Requests.ORIGIN,
        Requests.AGENT,
        "",
        new byte[0],
        0,
        null,
        null);
  }

  private void start(int burst) {
    start(burst, "https://api.example.com", new Transport() {
      @Override
      public Outcome send(TransportRequest request) throws IOException {
        requests.add(request);
        Object answer = answers.isEmpty() ? Outcome.sent() : answers.remove();
        if (answer instanceof IOException failure) {
          throw failure;
        }
        if (answer instanceof RuntimeException defect) {
          throw defect;
        }
        return (Outcome) answer;
      }
    });
  }

  private void start(int burst, String server, Transport transport) {
    SendGate gate =
        new SendGate(time, new Random(1), burst, TimeUnit.SECONDS.toNanos(10), burst > 5 ? 5 : 0);
    forwarder = new Forwarder(outbox, transport, gate, server, Duration.ofSeconds(2), metrics, 5);
    forwarder.start();
  }

  @AfterEach
  void stop() {
    if (forwarder != null) {
      forwarder.close();
    }
  }

  private void awaitVerdicts(Verdict... verdicts) {
    Waiting.until(
        List.of(verdicts) + " of " + outbox.verdicts,
        () -> List.copyOf(outbox.verdicts).equals(List.of(verdicts)));
  }

  @Test
  void request_isAsTheClientWouldSendIt() {
    outbox.due.add(event(1, 3));
    start(30);
    awaitVerdicts(Verdict.SENT);

    TransportRequest request = requests.get(0);
    assertThat(request.url()).isEqualTo("https://api.example.com/v1/" + Requests.KEY + "/event");
    assertThat(request.headers())
        .containsEntry("Origin", Requests.ORIGIN)
        .containsEntry("User-Agent", Requests.AGENT)
        .containsEntry("Content-Type", "application/json")
        .hasSize(3);
    assertThat(new String(request.body(), StandardCharsets.UTF_8)).isEqualTo(Requests.errorJson(1));
    assertThat(metrics.total("forwarded_errors_total")).isEqualTo(3);
    assertThat(metrics.text())
        .contains("forwarded_total{kind=\"event\",result=\"sent\"} 1")
        .contains("server_reachable 1");
  }

  @Test
  void budget_isKept() {
    for (int i = 0; i < 5; i++) {
      outbox.due.add(event(i, 1));
    }
    start(3);
    awaitVerdicts(Verdict.SENT, Verdict.SENT, Verdict.SENT);
    int takes = outbox.takes;
    time.advance(9, TimeUnit.SECONDS);
    assertThat(outbox.takes).isEqualTo(takes); // it does not even ask
    time.advance(2, TimeUnit.SECONDS);
    awaitVerdicts(Verdict.SENT, Verdict.SENT, Verdict.SENT, Verdict.SENT);
  }

  @Test
  void pings_leaveTokensForEvents() {
    for (int i = 0; i < 10; i++) {
      outbox.due.add(ping());
    }
    start(8);
    awaitVerdicts(Verdict.SENT, Verdict.SENT, Verdict.SENT);
    outbox.due.add(event(1, 1));
    awaitVerdicts(Verdict.SENT, Verdict.SENT, Verdict.SENT, Verdict.SENT);
    assertThat(requests.get(3).url()).endsWith("/event");
  }

  @Test
  void rateLimit_isObeyed_andTheParcelIsSentAfterIt() {
    answers.add(Outcome.rateLimited(429, Duration.ofMinutes(30)));
    outbox.due.add(event(1, 1));
    start(30);
    awaitVerdicts(Verdict.RETURNED);
    Waiting.until(
        "the wait to show", () -> metrics.text().matches("(?s).*server_wait_seconds [12]\\d{3}.*"));
    assertThat(requests).hasSize(1);
    time.advance(29, TimeUnit.MINUTES);
    assertThat(requests).hasSize(1);
    time.advance(17, TimeUnit.MINUTES); // the gate's jitter
    awaitVerdicts(Verdict.RETURNED, Verdict.SENT);
    assertThat(requests).hasSize(2);
  }

  @Test
  void closedWithoutAnswer_isARateLimit() {
    answers.add(Outcome.closedWithoutAnswer());
    outbox.due.add(event(1, 1));
    start(30);
    awaitVerdicts(Verdict.RETURNED);
    time.advance(8, TimeUnit.MINUTES);
    awaitVerdicts(Verdict.RETURNED, Verdict.SENT);
  }

  @Test
  void unreachableServer_keepsEverything() {
    for (int i = 0; i < 3; i++) {
      answers.add(new IOException("no route"));
    }
    outbox.due.add(event(1, 1));
    start(30);
    for (int i = 0; i < 3; i++) {
      int failed = i + 1;
      Waiting.until("failure " + failed, () -> requests.size() == failed);
      assertThat(metrics.text()).contains("server_reachable 0");
      Waiting.until("the verdict", () -> outbox.verdicts.size() == failed);
      time.advance(5, TimeUnit.MINUTES);
    }
    awaitVerdicts(Verdict.RETURNED, Verdict.RETURNED, Verdict.RETURNED, Verdict.SENT);
  }

  @ParameterizedTest
  @CsvSource({"400", "413", "422"})
  void rejectedEvent_isDropped_andCounted(int status) {
    answers.add(Outcome.rejected(status));
    outbox.due.add(event(1, 7));
    start(30);
    awaitVerdicts(Verdict.DISCARDED);
    assertThat(metrics.total("dropped_total")).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"Invalid key", "Invalid origin"})
  void wrongProject_isDropped_andOthersGoOn(String words) {
    answers.add(Outcome.misconfigured(403, words));
    outbox.due.add(event(1, 7));
    outbox.due.add(event(2, 1));
    start(30);
    awaitVerdicts(Verdict.DISCARDED, Verdict.SENT);
    assertThat(metrics.text()).contains("dropped_total{reason=\"project\"} 7");
  }

  static Stream<Outcome> ofOtherServers() {
    return Stream.of(
        Outcome.misconfigured(404, "<html>"),
        Outcome.rejected(405), // a web server with files only
        Outcome.ofResponse(200, name -> "text/html", "<html>"),
        Outcome.proxyFailed(502, "proxy:3128"));
  }

  @ParameterizedTest
  @MethodSource("ofOtherServers")
  void wrongServer_keepsEverything(Outcome outcome) {
    answers.add(outcome);
    outbox.due.add(event(1, 1));
    start(30);
    awaitVerdicts(Verdict.RETURNED);
    time.advance(5, TimeUnit.MINUTES);
    awaitVerdicts(Verdict.RETURNED, Verdict.SENT);
  }

  @Test
  void firewallThatRefusesOneEvent_afterOthersWereAccepted_losesThatOne() {
    answers.add(Outcome.sent());
    for (int i = 0; i < 4; i++) {
      answers.add(Outcome.misconfigured(403, "<html>"));
    }
    answers.add(Outcome.misconfigured(403, "<html>"));
    for (int i = 0; i < 6; i++) {
      outbox.due.add(event(i, 1));
    }
    start(30);
    awaitVerdicts(
        Verdict.SENT,
        Verdict.DISCARDED,
        Verdict.DISCARDED,
        Verdict.DISCARDED,
        Verdict.DISCARDED,
        Verdict.RETURNED); // the fifth in a row is no coincidence
  }

  @Test
  void eventThatTheServerCannotProcess_isDroppedAfterFiveFailures_whileOthersAreAccepted() {
    start(0);
    for (int i = 0; i < 5; i++) {
      answers.add(Outcome.sent());
      answers.add(Outcome.retry(500));
      int settled = 2 * i;
      outbox.due.clear();
      outbox.due.add(event(2, 1));
      outbox.due.add(event(1, 4));
      Waiting.until("both verdicts", () -> outbox.verdicts.size() >= settled + 2);
      if (i < 4) {
        outbox.due.clear();
        time.advance(6, TimeUnit.MINUTES);
      }
    }
    assertThat(List.copyOf(outbox.verdicts).get(9)).isEqualTo(Verdict.DISCARDED);
    assertThat(metrics.text()).contains("dropped_total{reason=\"failed\"} 4");
  }

  @Test
  void serverThatFailsForAll_losesNothing() {
    start(0);
    outbox.due.add(event(1, 1));
    for (int i = 1; i <= 8; i++) {
      answers.add(Outcome.retry(500));
    }
    for (int i = 1; i <= 8; i++) {
      int failed = i;
      Waiting.until("failure " + failed, () -> outbox.verdicts.size() >= failed);
      time.advance(6, TimeUnit.MINUTES);
    }
    Waiting.until("recovery", () -> outbox.verdicts.contains(Verdict.SENT));
    assertThat(outbox.verdicts).doesNotContain(Verdict.DISCARDED);
  }

  @Test
  void defectInTheTransport_isSurvived() {
    answers.add(new IllegalStateException("defect"));
    outbox.due.add(event(1, 1));
    start(30);
    awaitVerdicts(Verdict.RETURNED);
    time.advance(5, TimeUnit.MINUTES);
    awaitVerdicts(Verdict.RETURNED, Verdict.SENT);
  }

  @Test
  void realTransport_seesEachKindOfAnswer() throws Exception {
    List<String> scripts = Collections.synchronizedList(
        new ArrayList<>(List.of("429", "close", "500", "hang", "200")));
    try (RawServer server = RawServer.playing(talk -> {
      if (talk.read() != null) {
        switch (scripts.remove(0)) {
          case "429" ->
            talk.say("HTTP/1.1 429 X\r\nRetry-After: 1800\r\nContent-Length: 0\r\n\r\n");
          case "500" -> talk.say("HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n");
          case "hang" -> talk.pause(60_000);
          case "200" -> talk.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
          default -> {} // closes
        }
      }
    })) {
      outbox.due.add(event(1, 1));
      HttpTransport transport = new HttpTransport(Thread::new, () -> false);
      start(0, "http://127.0.0.1:" + server.port(), transport);
      for (int i = 1; i <= 4; i++) {
        int failed = i;
        Waiting.until("failure " + failed, () -> outbox.verdicts.size() == failed);
        time.advance(2, TimeUnit.HOURS);
      }
      awaitVerdicts(
          Verdict.RETURNED, Verdict.RETURNED, Verdict.RETURNED, Verdict.RETURNED, Verdict.SENT);
      assertThat(server.requests()).hasSize(5).allMatch(request -> request.contains("Origin: "));
    }
  }

  @Test
  void close_endsTheThread_evenDuringALongWait() {
    answers.add(Outcome.rateLimited(429, Duration.ofHours(1)));
    outbox.due.add(event(1, 1));
    start(30);
    awaitVerdicts(Verdict.RETURNED);

    forwarder.close();

    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("trackx-relay-send"));
  }
}
