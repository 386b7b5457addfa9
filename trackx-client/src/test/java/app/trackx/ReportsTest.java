package app.trackx;

import static app.trackx.testing.Waiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.delivery.Delay;
import app.trackx.internal.delivery.MemoryReserve;
import app.trackx.internal.delivery.ReportQueue;
import app.trackx.internal.http.UserAgent;
import app.trackx.internal.jvm.FakeTime;
import app.trackx.internal.session.UtcDay;
import app.trackx.internal.session.VisitorPing;
import app.trackx.internal.session.VisitorToken;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import app.trackx.transport.Outcome;
import app.trackx.transport.TransportRequest;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reports of browsers: their form, their budget, and what goes before them. */
@Timeout(60)
class ReportsTest {
  private final FakeTime time = new FakeTime();
  private final FakeTransport transport = new FakeTransport();
  private final ReportQueue reports = new ReportQueue(time);
  private Counters counters;
  private Pipeline pipeline = pipeline(RateLimit.DEFAULT, null);

  @Test
  void report_isSentAsTheServerExpectsIt() {
    Map<String, Object> report = report("/orders/{id}");
    time.advance(Duration.ofSeconds(2));
    reports.offer(copy(report), 500);
    time.advance(Duration.ofSeconds(1));
    sendAll();

    TransportRequest request = transport.requests().get(0);
    assertThat(request.url()).endsWith("/v1/abcdefghij1/report");
    assertThat(request.headers())
        .containsEntry("Content-Type", "application/reports+json")
        .containsEntry("Origin", "java")
        .containsEntry("User-Agent", UserAgent.ofThisJvm());
    JsonObject sent = content(request).get(0).getAsJsonObject();
    assertThat(sent.get("type").getAsString()).isEqualTo("csp-violation");
    assertThat(sent.get("url").getAsString()).isEqualTo("https://shop.example.com/orders/{id}");
    assertThat(sent.get("age").getAsLong()).isEqualTo(1_500);
    assertThat(sent.get("body"))
        .hasToString("{\"effectiveDirective\":\"img-src\",\"lineNumber\":7}");
    assertThat(counters.read().reports()).isEqualTo(1);
    assertThat(reports.isEmpty()).isTrue();
  }

  @Test
  void ageOfAnOldReport_isThatWhichTheServerStillAccepts() {
    reports.offer(copy(report("/")), Duration.ofHours(5).toMillis());
    sendAll();

    assertThat(content(transport.requests().get(0)).toString()).contains("\"age\":2880000");
  }

  @Test
  void equalReports_areOne_withTheirNumber() {
    for (int i = 0; i < 5; i++) {
      reports.offer(copy(report("/a")), 0);
    }
    reports.offer(copy(report("/b")), 0);
    sendAll();

    JsonArray sent = content(transport.requests().get(0));
    assertThat(sent).hasSize(2);
    assertThat(sent.get(0).toString()).contains("\"occurrences\":5");
    assertThat(sent.get(1).toString()).doesNotContain("occurrences");
    assertThat(counters.read().reports()).isEqualTo(6);
  }

  @Test
  void budget_isThreeRequestsAtOnce_thenOneAMinute_ofSixteen() {
    for (int i = 0; i < ReportQueue.CAPACITY; i++) {
      assertThat(reports.offer(copy(report("/" + i)), 0)).isTrue();
    }
    assertThat(reports.offer(copy(report("/more")), 0)).isFalse();
    assertThat(reports.offer(copy(report("/7")), 0)).isTrue();

    for (int i = 0; i < 3; i++) {
      assertThat(pipeline.reports().send(reports)).isEqualTo(Delay.NONE);
    }
    Delay wait = pipeline.reports().send(reports);
    assertThat(Duration.ofNanos(wait.nanos()))
        .isBetween(Duration.ofSeconds(59), Duration.ofSeconds(61));
    time.advanceNanos(wait.nanos());
    assertThat(pipeline.reports().send(reports)).isEqualTo(Delay.NONE);
    assertThat(transport.requests())
        .hasSize(4)
        .allSatisfy(request -> assertThat(content(request)).hasSize(16));
    assertThat(reports.isEmpty()).isTrue();
  }

  @Test
  void events_goFirst_andVisitorsPingsLater() {
    reports.offer(copy(report("/a")), 0);
    take(1);
    String token = VisitorPingTest.token(1);
    long day = UtcDay.of(time.wallMillis());
    pipeline.visitors().add(new VisitorPing(token, VisitorToken.fingerprint(token), day));

    assertThat(pipeline.reports().send(reports)).isEqualTo(Delay.UNTIL_WOKEN);
    sendAll();
    assertThat(transport.requests())
        .extracting(request -> request.url().substring(request.url().lastIndexOf('/')))
        .containsExactly("/event", "/report", "/ping");
  }

  @Test
  void mostOfTheRateLimit_isLeftToEvents() {
    pipeline = pipeline(RateLimit.of(7, 6, Duration.ofMinutes(1)), null);
    for (int i = 0; i < 64; i++) {
      reports.offer(copy(report("/" + i)), 0);
    }
    assertThat(pipeline.reports().send(reports)).isEqualTo(Delay.NONE);
    assertThat(pipeline.reports().send(reports)).isEqualTo(Delay.NONE);
    assertThat(pipeline.reports().send(reports).nanos()).isPositive(); // of three

    for (int i = 0; i < 5; i++) { // without a wait
      take(i);
      assertThat(pipeline.send(false)).isEqualTo(Delay.NONE);
    }
  }

  @Test
  void report_isScrubbed() {
    Map<String, Object> report = report("/home/news");
    report.put(
        "body", Map.of("message", "bob@example.com from 203.0.113.7", "id", "NavigatorVibrate"));
    reports.offer(copy(report), 0);
    sendAll();

    assertThat(content(transport.requests().get(0)).toString())
        .contains("\"message\":\"[email] from [ip]\"", "NavigatorVibrate")
        .contains("\"url\":\"https://shop.example.com/home/news\"");
  }

  @Test
  void scrubberThatThrows_dropsThem() {
    pipeline = pipeline(
        RateLimit.DEFAULT,
        Scrubber.builder()
            .rule(text -> {
              throw new IllegalStateException();
            })
            .build());
    reports.offer(copy(report("/a")), 0);
    sendAll();

    assertThat(transport.requests()).isEmpty();
    assertThat(counters.read().reportsDropped()).isEqualTo(1);
  }

  @Test
  void failures_areTriedAgain_butNotForEver() {
    transport.always(request -> Outcome.retry(500));
    reports.offer(copy(report("/a")), 0);
    sendAll();

    assertThat(transport.requests()).hasSize(5);
    assertThat(counters.read().reportsDropped()).isEqualTo(1);
  }

  @Test
  void outage_keepsThem() {
    for (int i = 0; i < 20; i++) {
      transport.then(Outcome.retry(0));
    }
    reports.offer(copy(report("/a")), 0);
    sendAll();

    assertThat(transport.requests()).hasSize(21);
    assertThat(counters.read().reports()).isEqualTo(1);
  }

  @Test
  void rejection_dropsThem_andEventsStillGo() {
    transport.then(Outcome.rejected(422)).then(Outcome.misconfigured(404, "Not Found"));
    reports.offer(copy(report("/a")), 0);
    sendAll();
    reports.offer(copy(report("/b")), 0);
    sendAll();
    take(1);
    sendAll();

    assertThat(counters.read().reportsDropped()).isEqualTo(2);
    assertThat(counters.read().sent()).isEqualTo(1);
  }

  @Test
  void shutdown_sendsNone() {
    reports.offer(copy(report("/a")), 0);
    pipeline.health().startDraining();

    assertThat(pipeline.reports().send(reports)).isEqualTo(Delay.UNTIL_WOKEN);
    assertThat(pipeline.reports().hasToSend(reports)).isFalse();
    assertThat(reports.end()).isEqualTo(1);
    assertThat(reports.offer(copy(report("/a")), 0)).isFalse();
  }

  @Test
  void client_sendsThem_alsoIfNothingElseHappens() {
    try (TrackXLocal server = TrackXLocal.start();
        TrackXClient client = TrackXClient.builder(server.endpoint()).build()) {
      client.sendReport(report("/orders/{id}"));

      assertThat(server.awaitEvents(1, Duration.ofSeconds(20))).isTrue();
      Event event = server.events().get(0);
      assertThat(event.type()).isEqualTo(5);
      assertThat(event.uri()).isEqualTo("https://shop.example.com/orders/{id}");
      assertThat(event.message()).startsWith("img-src directive blocked");
      until(() -> client.diagnostics().reports() == 1);
      client.sendEvent(new IllegalStateException("x"));
      client.sendReport(report("/other"));
      assertThat(server.awaitEvents(3, Duration.ofSeconds(20))).isTrue();
      assertThat(client.diagnostics().captured()).isEqualTo(1);
    }
  }

  @Test
  void client_dropsWhatIsNoReport_andWhatIsLeftAtTheEnd() {
    transport.always(request -> Outcome.retry(0));
    TrackXClient client =
        TrackXClient.builder(FakeTransport.ENDPOINT).transport(transport).build();
    client.sendReport(null);
    client.sendReport(Map.of());
    client.sendReport(Map.of("type", "crash"));
    client.sendReport(Map.of("type", 7, "url", "https://a"));
    assertThat(client.diagnostics().reportsDropped()).isEqualTo(3);

    client.sendReport(report("/a"));
    until(() -> !transport.requests().isEmpty());
    client.close();
    client.sendReport(report("/b"));
    until(() -> client.diagnostics().reportsDropped() == 4);
    assertThat(client.toString()).contains("reportsDropped=4");
  }

  private static Map<String, Object> report(String path) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("effectiveDirective", "img-src");
    body.put("lineNumber", 7L);
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("type", "csp-violation");
    report.put("url", "https://shop.example.com" + path);
    report.put("body", body);
    return report;
  }

  private static Map<String, Object> copy(Map<String, Object> report) {
    return new LinkedHashMap<>(report);
  }

  private static JsonArray content(TransportRequest request) {
    return JsonParser.parseString(new String(request.body(), StandardCharsets.UTF_8))
        .getAsJsonArray();
  }

  private void sendAll() {
    for (int i = 0; i < 200; i++) {
      Delay next = pipeline.reports().send(reports);
      next = next.isNone() ? next : pipeline.send(false).orSooner(next);
      if (next == Delay.UNTIL_WOKEN) {
        return;
      }
      time.advanceNanos(next.nanos());
    }
    throw new AssertionError("something waits for ever");
  }

  private void take(int kind) {
    counters.captured();
    pipeline.process(Errors.captured(Errors.at(kind), time.nanoTime()), false);
  }

  private Pipeline pipeline(RateLimit limit, Scrubber scrubber) {
    Options options = transport.options(limit, null);
    options.scrubber = scrubber;
    counters = new Counters(new Warnings(options.endpoint, options.origin));
    return SpillReady.of(new Pipeline(
        options,
        counters,
        new ApplicationPing(),
        time,
        new Random(1),
        new MemoryReserve(false, 0)));
  }
}
