package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.delivery.Delay;
import app.trackx.internal.delivery.MemoryReserve;
import app.trackx.internal.http.UserAgent;
import app.trackx.internal.jvm.FakeTime;
import app.trackx.internal.session.UtcDay;
import app.trackx.internal.session.VisitorPing;
import app.trackx.internal.session.VisitorQueue;
import app.trackx.internal.session.VisitorToken;
import app.trackx.internal.stack.CauseChain;
import app.trackx.transport.Outcome;
import app.trackx.transport.TransportRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The outcome of visitors' pings and events, one request at a time, in fake time. */
class VisitorPingTest {
  private static final Duration DAY = Duration.ofDays(1);
  private final ApplicationPing ping = new ApplicationPing();
  private final FakeTime time = new FakeTime();
  private final FakeTransport transport = new FakeTransport();
  private Counters counters;
  private Pipeline pipeline;

  @TempDir
  Path folder;

  @BeforeEach
  void build() {
    pipeline = pipeline(RateLimit.DEFAULT, null);
  }

  @Test
  void visitor_isPartOfTheUserAgent_andOfNothingElse() {
    take(1, token(1));
    visit(2);
    sendAll();

    assertThat(requests())
        .containsExactly("/event visitor/" + token(1), "/ping visitor/" + token(2));
    assertThat(transport.bodies().get(0)).doesNotContain(token(1));
    assertThat(transport.requests().get(0).headers().get("User-Agent"))
        .isEqualTo(UserAgent.ofThisJvm() + " visitor/" + token(1));
    assertThat(counters.read().pings()).isEqualTo(1);
  }

  @Test
  void visitorsPings_areSentAfterEventsAndTheClientsOwn() {
    visit(1);
    take(1, null);
    ping.request();
    ping.place(pipeline.backlog().processed());

    pipeline.send(false);
    pipeline.send(false);
    assertThat(ping.isRequested()).isFalse();
    sendAll();

    assertThat(requests()).containsExactly("/event", "/ping", "/ping visitor/" + token(1));
    assertThat(counters.read().pings()).isEqualTo(2);
  }

  @Test
  void visitorsPings_leaveFiveTokens_evenIfACallerWaits() {
    pipeline = pipeline(RateLimit.of(8, 6, Duration.ofMinutes(1)), null);
    for (int i = 0; i < 6; i++) {
      visit(i);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(pipeline.send(true)).isEqualTo(Delay.NONE);
    }

    assertThat(pipeline.send(true).nanos()).isPositive();
    assertThat(transport.requests()).hasSize(3);
    for (int i = 0; i < 5; i++) {
      take(i, null);
      assertThat(pipeline.send(false)).isEqualTo(Delay.NONE);
    }
    assertThat(transport.bodies()).hasSize(5);
    assertThat(pipeline.hasToSend()).isTrue();
  }

  @Test
  void eventOfAVisitor_replacesThePing() {
    visit(1);
    visit(2);
    take(1, token(1));
    sendAll();

    assertThat(requests())
        .containsExactly("/event visitor/" + token(1), "/ping visitor/" + token(2));
    assertThat(counters.read().pingsDropped()).isZero();
  }

  @Test
  void rateLimitedAndUnanswered_areRequeued() {
    transport.then(Outcome.rateLimited(429, Duration.ofMinutes(30))).then(request -> {
      throw new IOException("no route");
    });
    visit(1);
    sendAll();

    assertThat(transport.requests()).hasSize(3);
    assertThat(counters.read().pings()).isEqualTo(1);
    assertThat(counters.read().pingsDropped()).isZero();
  }

  @Test
  void visitorWhosePingKeepsFailing_isDropped() {
    transport.always(
        request -> agent(request).endsWith(token(1)) ? Outcome.retry(500) : Outcome.sent());
    visit(1);
    for (int i = 2; i < 10; i++) {
      visit(i);
      sendOneAfterAnother(4);
    }

    assertThat(counters.read().pings()).isEqualTo(8);
    assertThat(counters.read().pingsDropped()).isEqualTo(1);
    assertThat(pipeline.hasToSend()).isFalse();
  }

  @Test
  void refused_dropsAllQueuedPings_butNoEvent() {
    transport.then(Outcome.misconfigured(404, ""));
    visit(1);
    visit(2);
    pipeline.send(false);
    take(1, null);
    sendAll();

    assertThat(counters.read().pingsDropped()).isEqualTo(2);
    assertThat(counters.read().sent()).isEqualTo(1);
  }

  @Test
  void refused_sendsNoMoreThatDay_andEventsAreNotSlowed() {
    transport.then(Outcome.misconfigured(404, ""));
    visit(1);
    sendAll();
    visit(2);
    take(1, null);
    sendAll();

    assertThat(requests()).hasSize(2).last().asString().startsWith("/event");
    assertThat(counters.read().pingsDropped()).isEqualTo(2);
    time.advance(Duration.ofDays(1));
    visit(3);
    sendAll();
    assertThat(requests()).last().asString().startsWith("/ping");
  }

  @Test
  void refusedOnce_byAnEndpointThatAcceptedOthers_dropsOnlyThatOne() {
    visit(1);
    visit(2);
    visit(3);
    transport.then(Outcome.sent()).then(Outcome.misconfigured(403, ""));
    sendAll();

    assertThat(counters.read().pings()).isEqualTo(2);
    assertThat(counters.read().pingsDropped()).isEqualTo(1);
  }

  @Test
  void refusedFiveTimesInARow_othersWait_eventsDoNot_andItRecovers() {
    pipeline = pipeline(RateLimit.none(), null);
    transport.always(request ->
        request.url().endsWith("/ping") ? Outcome.misconfigured(404, "") : Outcome.sent());
    take(0, null);
    pipeline.send(false);
    for (int i = 1; i <= 12; i++) {
      visit(i);
    }
    for (int i = 0; i < 5; i++) {
      assertThat(pipeline.send(false)).isEqualTo(Delay.NONE);
    }
    assertThat(pipeline.send(false).nanos()).isBetween(1_000_000_000L, 2_000_000_000L);
    take(1, null);
    assertThat(pipeline.send(false)).as("an event").isEqualTo(Delay.NONE);
    assertThat(counters.read().sent()).isEqualTo(2);

    transport.always(request -> Outcome.sent());
    sendAll();

    assertThat(counters.read().pings()).isEqualTo(7);
    assertThat(counters.read().pingsDropped()).isEqualTo(5);
  }

  @Test
  void visitorsPings_leaveMostOfABurstToEvents() {
    pipeline = pipeline(RateLimit.DEFAULT, null);
    for (int i = 0; i < 30; i++) {
      visit(i);
    }
    while (pipeline.send(false).isNone()) {
      // all that may be sent
    }

    assertThat(transport.requests()).hasSize(5);
    for (int i = 0; i < 25; i++) {
      take(i, null);
      assertThat(pipeline.send(false)).isEqualTo(Delay.NONE);
    }
    assertThat(transport.bodies()).hasSize(25);
  }

  @Test
  void midnight_dropsQueuedPings() {
    transport.then(Outcome.rateLimited(429, Duration.ofHours(20)));
    visit(1);
    visit(2);
    sendAll();

    assertThat(transport.requests()).hasSize(1);
    assertThat(counters.read().pingsDropped()).isEqualTo(2);
    visit(3);
    sendAll();
    assertThat(counters.read().pings()).isEqualTo(1);
  }

  @Test
  void clockThatIsSetBackADay_doesNoHarm() {
    visit(1);
    time.jumpWall(DAY.negated());
    visit(2);
    sendAll();

    assertThat(requests()).containsExactly("/ping visitor/" + token(2));
    assertThat(counters.read().pingsDropped()).isEqualTo(1);
  }

  @Test
  void moreThanMayWait_areDroppedAndCounted() {
    for (int i = 0; i < VisitorQueue.CAPACITY + 10; i++) {
      assertThat(visit(i)).isEqualTo(i < VisitorQueue.CAPACITY);
    }

    assertThat(counters.read().pingsDropped()).isEqualTo(10);
  }

  @Test
  void shutdown_sendsNoVisitorPings_andDropsQueuedOnes() {
    visit(1);
    pipeline.health().startDraining();
    assertThat(pipeline.send(true)).isEqualTo(Delay.UNTIL_WOKEN);
    assertThat(pipeline.hasToSend()).isFalse();
    pipeline.end();

    assertThat(visit(2)).isFalse();
    assertThat(counters.read().pingsDropped()).isEqualTo(2);
    assertThat(transport.requests()).isEmpty();
  }

  @Test
  void eventOfYesterday_isSentWithoutItsVisitor() {
    transport.then(Outcome.rateLimited(429, DAY));
    take(1, token(1));
    sendAll();

    assertThat(requests()).containsExactly("/event visitor/" + token(1), "/event");
  }

  @Test
  void foldedEvent_keepsTheFirstVisitor() {
    pipeline = pipeline(RateLimit.of(1, 1, Duration.ofHours(1)), null);
    take(9, null);
    pipeline.send(false);
    take(1, token(1));
    take(1, token(2));
    take(1, null);
    sendAll();

    assertThat(requests()).containsExactly("/event", "/event visitor/" + token(1));
    assertThat(counters.read().folded()).isEqualTo(2);
  }

  @Test
  void eventFromDisk_isSentWithoutItsVisitor_andTheFileDoesNotNameIt() throws Exception {
    Path spool = folder.resolve("spool");
    pipeline = pipeline(RateLimit.DEFAULT, spool);
    take(1, token(1));
    pipeline.end();
    pipeline.idle(true);
    List<Path> files;
    try (Stream<Path> all = Files.list(spool)) {
      files = all.filter(file -> file.toString().endsWith(".event")).collect(Collectors.toList());
    }
    assertThat(files).hasSize(1);
    assertThat(new String(Files.readAllBytes(files.get(0)), StandardCharsets.ISO_8859_1))
        .doesNotContain(token(1));

    pipeline = pipeline(RateLimit.DEFAULT, spool);
    sendAll();
    assertThat(requests()).containsExactly("/event");
  }

  private boolean visit(int visitor) {
    String token = token(visitor);
    long day = UtcDay.of(time.wallMillis());
    return pipeline.visitors().add(new VisitorPing(token, VisitorToken.fingerprint(token), day));
  }

  static String token(int visitor) {
    byte[] code = new byte[16];
    code[0] = (byte) (visitor >> 8);
    code[1] = (byte) visitor;
    return VisitorToken.of(code);
  }

  private void sendOneAfterAnother(int count) {
    for (int i = 0; i < count; i++) {
      pipeline.send(false);
      time.advance(Duration.ofMinutes(5));
    }
  }

  private void sendAll() {
    for (int i = 0; i < 100; i++) {
      Delay sent = pipeline.send(false);
      if (sent == Delay.UNTIL_WOKEN) {
        return;
      }
      time.advanceNanos(sent.nanos());
    }
    throw new AssertionError("something waits for ever");
  }

  private static String agent(TransportRequest request) {
    return request.headers().get("User-Agent");
  }

  /** Returns the requests sent and their visitors. */
  private List<String> requests() {
    return transport.requests().stream()
        .map(request -> request.url().substring(request.url().lastIndexOf('/'))
            + agent(request).substring(UserAgent.ofThisJvm().length()))
        .collect(Collectors.toList());
  }

  private Pipeline pipeline(RateLimit limit, @Nullable Path spool) {
    Options options = transport.options(limit, spool);
    counters = new Counters(new Warnings(options.endpoint, options.origin));
    return SpillReady.of(
        new Pipeline(options, counters, ping, time, new Random(1), new MemoryReserve(false, 0)));
  }

  private void take(int kind, @Nullable String visitor) {
    Occurrence.Details details = new Occurrence.Details();
    details.visitor = visitor;
    counters.captured();
    pipeline.process(
        Errors.captured(CauseChain.of(Errors.at(kind)), time.nanoTime(), details), false);
  }
}
